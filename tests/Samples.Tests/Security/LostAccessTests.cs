using System.Net;
using Investigations.Api.Storage;
using Investigations.Samples.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Investigations.Samples.Tests.Security;

/// <summary>What becomes of the streams and polls of somebody who may not see an investigation any more.</summary>
public sealed class LostAccessTests
{
    [Fact]
    public async Task Stream_OfARemovedMember_EndsAndItsPollsFindNothing_WhileTheOthersGoOn()
    {
        await using var api = new ApiFactory().With("POLLING_CACHE_TTL_SECONDS", "3600").OnSocket();
        var alice = api.As("alice");
        var id = await alice.CreateInvestigationAsync("shared", "bob");
        var path = $"/api/v1/investigations/{id}/runs/_all/stream";
        await using var owner = await SseReader.OpenAsync(alice, path);
        await using var admin = await SseReader.OpenAsync(api.As("root", "admin"), path);
        await using var member = await SseReader.OpenAsync(api.As("bob"), path);
        var bob = api.As("bob");
        Assert.Equal(HttpStatusCode.OK, (await bob.FetchAsync($"/api/v1/investigation-state/{id}")).StatusCode);

        await api.Services.RemoveMembersAsync(id);

        // A real clock, because the poll interval is; without the check the stream would go on for minutes, and the poll for an hour.
        Assert.Empty(await member.ToEndAsync(TimeSpan.FromSeconds(20)));
        await bob.FetchAsync($"/api/v1/investigation-state/{id}").ProblemAsync(HttpStatusCode.NotFound, "not_found");
        await bob.FetchAsync(path).ProblemAsync(HttpStatusCode.NotFound, "not_found");
        await alice.AppendAsync(id, new { id = "later", type = "t" });
        Assert.Equal("later", SseReader.IdOf(await owner.NextAsync()));
        Assert.Equal("later", SseReader.IdOf(await admin.NextAsync()));
    }

    [Fact(Timeout = 60_000)]
    public async Task Streams_HoweverMany_AreCheckedByOneReadAnInterval()
    {
        CountingStore? store = null;
        await using var api = new ApiFactory
        {
            Change = services =>
            {
                var registered = services.Last(service => service.ServiceType == typeof(IInvestigationStore)).ImplementationType!;
                services.Replace(ServiceDescriptor.Singleton<IInvestigationStore>(provider =>
                    store = new CountingStore((IInvestigationStore)ActivatorUtilities.CreateInstance(provider, registered))));
            },
        }.With("POLLING_CACHE_TTL_SECONDS", "3600").With("EventFeed:HeadPollIntervalSeconds", "1").OnSocket();
        var alice = api.As("alice");
        var id = await alice.CreateInvestigationAsync();
        var streams = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => SseReader.OpenAsync(alice, $"/api/v1/investigations/{id}/runs/_all/stream")));
        Assert.Equal(1, store!.AccessReads);

        var before = store.BatchReads;
        while (store.BatchReads < before + 3)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.Equal(1, store.AccessReads);
        foreach (var stream in streams)
        {
            await stream.DisposeAsync();
        }
    }
}
