using Investigations.Samples.Tests.Hosting;

namespace Investigations.Samples.Tests.Security;

/// <summary>Whose word is taken for a client's address: the address is what those who do not say who they are are counted by.</summary>
public sealed class ForwardedClientTests
{
    private const string Anonymous = "/api/v1/investigations";

    [Theory]
    [InlineData("")]
    [InlineData("192.0.2.0/24")]
    public async Task Address_ForgedByAClient_IsNotBelieved(string trusted)
    {
        await using var api = Host(trusted);

        Assert.Equal([401, 401, 401, 429, 429], await StatusesAsync(api, i => $"198.51.100.{i}"));
    }

    [Fact]
    public async Task Address_OfATrustedProxy_IsBelieved_AndWhatTheClientForgedBeforeItIsNot()
    {
        await using var api = Host("127.0.0.1, ::1");

        Assert.Equal([401, 401, 401, 401, 401], await StatusesAsync(api, i => $"198.51.100.{i}"));
        Assert.Equal([401, 401, 401, 429, 429], await StatusesAsync(api, i => $"198.51.100.{i}, 203.0.113.7"));
    }

    [Fact]
    public async Task Scheme_OfATrustedProxy_MakesTheCookieSecure()
    {
        await using var trusted = Host("127.0.0.1,::1");
        await using var untrusted = Host("");

        Assert.Contains("secure", await CookieAsync(trusted), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("secure", await CookieAsync(untrusted), StringComparison.OrdinalIgnoreCase);

        static async Task<string> CookieAsync(ApiFactory api) =>
            (await api.As("alice").SendAsync(HttpMethod.Post, "/api/v1/session", null, ("X-Forwarded-Proto", "https"))).Headers.GetValues("Set-Cookie").Single();
    }

    private static ApiFactory Host(string trusted) =>
        new ApiFactory().With("RATE_LIMIT_MAX_REQUESTS", "3").With("Server:TrustedProxies", trusted).OnSocket();

    private static async Task<List<int>> StatusesAsync(ApiFactory api, Func<int, string> forwardedFor)
    {
        var statuses = new List<int>();
        for (var i = 1; i <= 5; i++)
        {
            statuses.Add((int)(await api.Anonymous().FetchAsync(Anonymous, ("X-Forwarded-For", forwardedFor(i)))).StatusCode);
        }

        return statuses;
    }
}
