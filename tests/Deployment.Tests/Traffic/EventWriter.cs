using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Investigations.Deployment.Tests;

/// <summary>Appends events with ids of its own, and sends what was not acknowledged again, with the same ids, until it is.</summary>
internal sealed class EventWriter(HttpClient client, string investigation, string name, Ledger ledger)
{
    public static IReadOnlyList<string> Runs { get; } = ["run-a", "run-b"];

    public async Task RunAsync(Func<bool> goesOn, CancellationToken cancellationToken)
    {
        for (var n = 0; goesOn(); n++)
        {
            await AppendAsync([.. Enumerable.Range(0, 1 + (n % 3)).Select(i => Event(n, i))], cancellationToken);
            await Task.Delay(100, cancellationToken);
        }
    }

    private object Event(int n, int i) => new { id = $"{name}-{n:D5}-{i}", type = "tool_complete", run_id = Runs[n % Runs.Count], data = new { writer = name, n, i } };

    private async Task AppendAsync(object[] events, CancellationToken cancellationToken)
    {
        for (var attempt = 1; !await TryAsync(events, attempt, cancellationToken); attempt++)
        {
            ledger.Retry();
        }
    }

    private async Task<bool> TryAsync(object[] events, int attempt, CancellationToken cancellationToken)
    {
        HttpResponseMessage? response = null;
        try
        {
            response = await client.PostAsJsonAsync($"/api/v1/investigations/{investigation}/events", new { events }, cancellationToken);
            if (!response.IsTrouble())
            {
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                Take(await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken), isFirst: attempt == 1);
                return true;
            }
        }
        catch (Exception exception) when (Answers.IsBroken(exception))
        {
            // Done or not: the same ids again will tell.
        }

        await Answers.PauseAsync(response, cancellationToken);
        response?.Dispose();
        return false;
    }

    private void Take(JsonElement answer, bool isFirst)
    {
        foreach (var result in answer.GetProperty("results").EnumerateArray())
        {
            var (id, outcome) = (result.GetProperty("id").GetString()!, result.GetProperty("outcome").GetString());
            Assert.True(outcome == "appended" || (outcome == "duplicate" && !isFirst), $"{id}: {outcome} at the {(isFirst ? "first" : "second")} attempt");
            Assert.True(ledger.Events.TryAdd(id, result.GetProperty("sequence").GetInt64()), $"{id} was acknowledged twice");
            if (outcome == "duplicate")
            {
                ledger.Found();
            }
        }
    }
}
