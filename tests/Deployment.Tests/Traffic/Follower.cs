using System.Text.Json;

namespace Investigations.Deployment.Tests;

/// <summary>Follows the feed with a cursor of its own, which it carries from one connection to the next, and keeps what it gets as it comes.</summary>
/// <param name="name">Who follows.</param>
/// <param name="run">The run that it follows; null for all of the investigation.</param>
internal abstract class Follower(string name, string? run)
{
    private readonly List<(string Id, long Sequence)> _received = [];

    public string Name => name;

    public string? Run => run;

    /// <summary>The events in the order in which they came.</summary>
    public IReadOnlyList<(string Id, long Sequence)> Received => _received;

    /// <summary>How often a connection ended or broke.</summary>
    public int Interruptions { get; private set; }

    /// <summary>Follows until the last event is there.</summary>
    /// <param name="last">The position of the last event, once it is known.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(Task<long> last, CancellationToken cancellationToken)
    {
        while (!HasAll(last))
        {
            try
            {
                await RoundAsync(() => HasAll(last), cancellationToken);
            }
            catch (Exception exception) when (Answers.IsBroken(exception) && exception is not HttpRequestException { StatusCode: not null })
            {
                Interruptions++;
                await Task.Delay(100, cancellationToken);
            }
        }
    }

    /// <summary>One request with what comes of it.</summary>
    protected abstract Task RoundAsync(Func<bool> hasAll, CancellationToken cancellationToken);

    protected void Receive(JsonElement item) => _received.Add((item.GetProperty("id").GetString()!, item.GetProperty("sequence").GetInt64()));

    protected void WasInterrupted() => Interruptions++;

    private bool HasAll(Task<long> last) => last.IsCompletedSuccessfully && _received.Count > 0 && _received[^1].Sequence >= last.Result;
}
