using Investigations.Api.Features.Investigations;
using Investigations.Api.Features.MultiTab;
using Investigations.Api.Storage;
using Investigations.Concurrency;
using Investigations.Samples.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Investigations.Samples.Tests.Nodes;

public sealed class InvestigationProbesTests : IAsyncLifetime
{
    private readonly ApiFactory _api = new();
    private readonly FakeTimeProvider _time = new();
    private CountingStore _store = null!;
    private InvestigationProbes _probes = null!;
    private string _id = null!;

    public async ValueTask InitializeAsync()
    {
        _id = await _api.As("alice").CreateInvestigationAsync();
        _store = new CountingStore(_api.Services.GetRequiredService<IInvestigationStore>());
        _probes = Probes(TimeSpan.FromSeconds(5));
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Probe_AskedByManyAtOnceAndForItsTime_ReadsOnce()
    {
        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(async () => await _probes.GetAsync(_id, ApiClient.Cancellation))));
        _time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.True((await _probes.GetAsync(_id, ApiClient.Cancellation))!.Allows("alice"));
        Assert.Equal(1, _store.AccessReads);

        _time.Advance(TimeSpan.FromSeconds(0.2));
        await _probes.GetAsync(_id, ApiClient.Cancellation);
        Assert.Equal(2, _store.AccessReads);
    }

    [Fact]
    public async Task Probe_Forgotten_ReadsAgain()
    {
        await _probes.GetAsync(_id, ApiClient.Cancellation);
        await _api.As("alice").PatchAsync(_id, "1", """{"progress":1}""").OkAsync();
        _probes.Forget(_id);

        Assert.Equal(2, (await _probes.GetAsync(_id, ApiClient.Cancellation))!.Version);
    }

    [Fact]
    public async Task Refresh_OfThoseInUse_ReadsThemAllInOneCallAndRenewsThem()
    {
        var other = await _api.As("alice").CreateInvestigationAsync();
        await _probes.GetAsync(_id, ApiClient.Cancellation);
        await _probes.GetAsync(other, ApiClient.Cancellation);
        await _api.As("alice").PatchAsync(other, "1", """{"progress":1}""").OkAsync();
        _time.Advance(TimeSpan.FromSeconds(4));

        await _probes.RefreshAsync(_probes.InUse, ApiClient.Cancellation);

        Assert.Equal(1, _store.BatchReads);
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(2, (await _probes.GetAsync(other, ApiClient.Cancellation))!.Version);
        Assert.Equal(2, _store.AccessReads);
    }

    [Fact]
    public async Task Refresh_ThatBeganBeforeAChange_DoesNotBringTheOldBack()
    {
        await _probes.GetAsync(_id, ApiClient.Cancellation);
        _store.BeforeBatch = async () =>
        {
            await _api.As("alice").PatchAsync(_id, "1", """{"progress":1}""").OkAsync();
            _probes.Forget(_id);
            await _probes.GetAsync(_id, ApiClient.Cancellation);
        };
        _store.BatchAnswer = new Dictionary<string, InvestigationAccess> { [_id] = new("alice", [], 1) };

        await _probes.RefreshAsync([_id], ApiClient.Cancellation);

        Assert.Equal(2, (await _probes.GetAsync(_id, ApiClient.Cancellation))!.Version);
    }

    [Fact]
    public async Task Probe_ThatNobodyAsksForAnyMore_IsNotKept()
    {
        await _probes.GetAsync(_id, ApiClient.Cancellation);
        _time.Advance(TimeSpan.FromSeconds(5.1));

        Assert.Empty(_probes.InUse);
    }

    [Fact]
    public async Task Probe_OfNothing_IsNotRemembered()
    {
        Assert.Null(await _probes.GetAsync("none", ApiClient.Cancellation));
        Assert.Null(await _probes.GetAsync("none", ApiClient.Cancellation));

        Assert.Equal(2, _store.AccessReads);
        Assert.Empty(_probes.InUse);
    }

    [Fact]
    public async Task Probe_WithoutATimeToLive_AlwaysReads()
    {
        var probes = Probes(TimeSpan.Zero);

        await probes.GetAsync(_id, ApiClient.Cancellation);
        await probes.GetAsync(_id, ApiClient.Cancellation);

        Assert.Equal(2, _store.AccessReads);
        Assert.Empty(probes.InUse);
    }

    [Fact]
    public async Task Probe_WhileTheStoreFails_TellsEachAndTriesAgain()
    {
        _store.Failure = new InvalidOperationException("down");
        await Assert.ThrowsAsync<InvalidOperationException>(() => _probes.GetAsync(_id, ApiClient.Cancellation).AsTask());
        _store.Failure = null;

        Assert.NotNull(await _probes.GetAsync(_id, ApiClient.Cancellation));
    }

    private InvestigationProbes Probes(TimeSpan ttl) => new(
        _store, _api.Services.GetRequiredService<IVersionCache>(), Options.Create(new PollingOptions { CacheTtl = ttl }), _time);
}
