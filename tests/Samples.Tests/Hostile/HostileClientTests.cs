using System.Net;
using Investigations.Samples.Tests.Hosting;

namespace Investigations.Samples.Tests.Hostile;

/// <summary>
/// Clients that mean harm, on real sockets to a real process: each is cut off, the memory stays bounded, and everybody else is served.
/// Real clocks, because the server's limits are of real time; every bound is generous.
/// </summary>
public sealed class HostileClientTests : IAsyncLifetime
{
    private const long MostMemory = 250 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly ApiProcess _host = ApiProcess.StartWith([.. ApiProcessClient.Serving, ("Server__RequestHeadersTimeoutSeconds", "2"), ("Server__MaxConnections", "500")]);
    private HttpClient _alice = null!;
    private string _token = null!;
    private string _id = null!;

    public async ValueTask InitializeAsync()
    {
        _alice = await _host.ClientAsync();
        _token = await _alice.DevelopmentTokenAsync("alice");
        _id = await _alice.WithBearer(_token).CreateInvestigationAsync();
        await _alice.AppendAsync(_id, new { id = "first", type = "t" });
        await _alice.FetchAsync($"/api/v1/investigations/{_id}/events").OkAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _alice.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public Task Slowloris_ThatDripsItsHeaders_IsCutOff() => WhileServingOthersAsync(async () =>
    {
        var drips = await OpenAsync(200);
        await Task.WhenAll(drips.Select(drip => drip.TrySendAsync($"GET /api/v1/investigations HTTP/1.1\r\nHost: x\r\n")));

        // A header now and then keeps no connection: the time counts from the request's first byte.
        for (var i = 0; i < 4; i++)
        {
            await Task.WhenAll(drips.Select(drip => drip.TrySendAsync($"X-{i}: {i}\r\n")));
            await Task.Delay(TimeSpan.FromSeconds(1), ApiClient.Cancellation);
        }

        await AllEndAsync(drips, "");
    });

    [Fact]
    public Task Headers_ByTheHundredThousand_AreRefused() => WhileServingOthersAsync(async () =>
    {
        var floods = await OpenAsync(20);
        await Task.WhenAll(floods.Select(async flood =>
        {
            await flood.TrySendAsync("GET /healthz HTTP/1.1\r\nHost: x\r\n");
            for (var i = 0; i < 100 && await flood.TrySendAsync(string.Concat(Enumerable.Range(0, 1000).Select(n => $"X-{i}-{n}: {n}\r\n"))); i++)
            {
            }
        }));

        await AllEndAsync(floods, "");

        using var one = await RawConnection.OpenAsync(_alice.BaseAddress!);
        await one.TrySendAsync($"GET /healthz HTTP/1.1\r\nHost: x\r\n{string.Concat(Enumerable.Range(0, 101).Select(n => $"X-{n}: {n}\r\n"))}\r\n");
        Assert.StartsWith("HTTP/1.1 431", await one.ToEndAsync(Patience), StringComparison.Ordinal);
    });

    [Fact]
    public Task Body_SentByHalf_IsNotWaitedForForever_AndNothingOfItIsStored() => WhileServingOthersAsync(async () =>
    {
        const string Half = """{"events":[{"id":"half","type":"t"},""";
        var halves = await OpenAsync(100);
        await Task.WhenAll(halves.Select(half => half.TrySendAsync(
            $"POST /api/v1/investigations/{_id}/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {_token}\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{Half}")));

        await AllEndAsync(halves, "HTTP/1.1 408");

        var stored = await _alice.FetchAsync($"/api/v1/investigations/{_id}/events").OkAsync();
        Assert.Equal("first", Assert.Single(stored.GetProperty("events").EnumerateArray()).Text("id"));
    });

    [Fact]
    public Task Reader_ThatNeverReads_IsCutOffAndHoldsLittle() => WhileServingOthersAsync(async () =>
    {
        // Eight megabytes of events, which no socket's buffers hold.
        for (var i = 0; i < 16; i++)
        {
            await _alice.AppendAsync(_id, new { type = "big", data = new { text = new string('x', 500_000) } });
        }

        var before = _host.MemoryOf();
        var deaf = await OpenAsync(60, receiveBuffer: 4096);
        await Task.WhenAll(deaf.Select((client, i) => client.TrySendAsync(
            $"GET /api/v1/investigations/{_id}/{(i % 2 == 0 ? "runs/_all/stream" : "events?limit=1000")} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {_token}\r\n\r\n")));
        var most = 0L;
        for (var i = 0; i < 20; i++)
        {
            most = Math.Max(most, _host.MemoryOf());
            await Task.Delay(TimeSpan.FromSeconds(1), ApiClient.Cancellation);
        }

        // Unbounded, they would hold 60 times eight megabytes.
        Assert.InRange(most - before, long.MinValue, MostMemory);
        Assert.All(await Task.WhenAll(deaf.Select(client => client.ToEndAsync(Patience))), text => Assert.True(text.Length < 8_000_000, $"{text.Length} characters came"));
        deaf.ForEach(client => client.Dispose());
    });

    [Fact]
    public async Task Connections_BeyondTheLimit_AreClosed_AndComeBackWhenThereIsRoom()
    {
        var many = await OpenAsync(600);
        await Task.WhenAll(many.Select(client => client.TrySendAsync("GET /healthz HTTP/1.1\r\nHost: x\r\n")));

        await AllEndAsync(many, "");

        using var next = await RawConnection.OpenAsync(_alice.BaseAddress!);
        await next.TrySendAsync("GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200", await next.ToEndAsync(Patience), StringComparison.Ordinal);
    }

    private async Task<List<RawConnection>> OpenAsync(int count, int receiveBuffer = 64 * 1024) =>
        [.. await Task.WhenAll(Enumerable.Range(0, count).Select(_ => RawConnection.OpenAsync(_alice.BaseAddress!, receiveBuffer)))];

    private static async Task AllEndAsync(List<RawConnection> connections, string saying)
    {
        Assert.All(await Task.WhenAll(connections.Select(connection => connection.ToEndAsync(Patience))), said =>
        {
            Assert.StartsWith(saying, said, StringComparison.Ordinal);
            Assert.DoesNotContain("200 OK", said, StringComparison.Ordinal);
        });
        connections.ForEach(connection => connection.Dispose());
    }

    private async Task WhileServingOthersAsync(Func<Task> attack)
    {
        var before = _host.MemoryOf();
        var attacking = attack();
        do
        {
            var answer = await _alice.FetchAsync($"/api/v1/investigation-state/{_id}");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            await Task.Delay(50, ApiClient.Cancellation);
        }
        while (!attacking.IsCompleted);

        await attacking;
        Assert.Equal(HttpStatusCode.OK, (await _alice.FetchAsync($"/api/v1/investigation-state/{_id}")).StatusCode);
        Assert.InRange(_host.MemoryOf() - before, long.MinValue, MostMemory);
    }
}
