using System.Diagnostics.Metrics;
using System.Net;
using System.Text.RegularExpressions;
using Investigations.EventFeed;
using Investigations.Samples.Tests.Hosting;
using Investigations.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Samples.Tests.Observability;

/// <summary>The operators' page tells of every metric that the hosts have, and of none that they do not have.</summary>
public sealed partial class MetricNamesTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Metrics_OfARun_AreThoseOfTheOperatorsPage()
    {
        var page = await File.ReadAllTextAsync(Repository.PathOf("samples", "deploy", "README.md"), ApiClient.Cancellation);
        var documented = MetricRow().Matches(page).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal).ToList();

        var published = new HashSet<string>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name.StartsWith("Investigations.", StringComparison.Ordinal))
                {
                    lock (published)
                    {
                        published.Add(instrument.Name);
                    }
                }
            },
        };
        listener.Start();
        await using var redis = await RedisServer.StartAsync();
        await using var embedded = new ApiFactory().With("ConnectionStrings:Postgres", "");
        await using var shared = new ApiFactory()
            .With("ConnectionStrings:Postgres", await postgres.CreateDatabaseAsync()).With("ConnectionStrings:Redis", redis.Connection);
        foreach (var api in new[] { embedded, shared })
        {
            await RunAsync(api.OnSocket());
        }

        Assert.NotEmpty(documented);
        Assert.Equal(published.Order(StringComparer.Ordinal), documented);
    }

    private static async Task RunAsync(ApiFactory api)
    {
        var alice = api.As("alice");
        var id = await alice.CreateInvestigationAsync();
        await alice.AppendAsync(id, new { id = "a", type = "t" });
        await alice.PatchAsync(id, "1", """{"progress":1}""").OkAsync();
        Assert.Equal(HttpStatusCode.OK, (await alice.FetchAsync($"/api/v1/multi-tab/investigations/{id}/state")).StatusCode);
        await using var stream = await SseReader.OpenAsync(alice, $"/api/v1/investigations/{id}/runs/_all/stream");
        Assert.Equal("a", SseReader.IdOf(await stream.NextAsync()));
        await api.Services.GetRequiredService<IEventFeed>().TrimAsync(id, FeedTrim.Before(DateTimeOffset.UnixEpoch), ApiClient.Cancellation);
    }

    // A row of the table: | `investigations.…` |
    [GeneratedRegex(@"^\| `(investigations\.[a-z0-9_.]+)` \|", RegexOptions.Multiline)]
    private static partial Regex MetricRow();
}
