using System.Text;
using Investigations.Samples.Tests.Hosting;

namespace Investigations.Samples.Tests.Security;

/// <summary>What the host says and refuses outside Development.</summary>
public sealed class ProductionTests
{
    private static readonly (string Name, string Value)[] Production =
    [
        ("ASPNETCORE_ENVIRONMENT", "Production"),
        ("Authentication__Schemes__Bearer__ValidIssuer", "https://issuer.test"),
        ("Authentication__Schemes__Bearer__ValidAudiences__0", "investigations"),
        ("Authentication__Schemes__Bearer__SigningKeys__0__Issuer", "https://issuer.test"),
    ];

    [Theory]
    [InlineData("a development key that everybody knows", "development key")]
    [InlineData("too short", "32 bytes")]
    public async Task Host_WithAKeyThatIsNone_StopsAtStartWithOneLine(string key, string says)
    {
        var value = Convert.ToBase64String(Encoding.UTF8.GetBytes(key));
        await using var host = ApiProcess.StartWith([.. Production, ("Authentication__Schemes__Bearer__SigningKeys__0__Value", value)]);

        Assert.NotEqual(0, await host.ExitAsync());

        var line = Assert.Single(host.Errors, e => e.Length > 0);
        Assert.Contains(says, line, StringComparison.Ordinal);
        Assert.DoesNotContain(value, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Server__MaxConnections", "none")]
    [InlineData("Server__TrustedProxies", "10.0.0.0/33")]
    [InlineData("Server__TrustedProxies", "proxy.test")]
    [InlineData("Server__RequestHeadersTimeoutSeconds", "0")]
    public async Task Host_WithABadServerSetting_StopsAtStartWithOneLine(string name, string value)
    {
        await using var host = ApiProcess.StartWith((name, value));

        Assert.NotEqual(0, await host.ExitAsync());

        Assert.Contains($"'{value}'", Assert.Single(host.Errors, e => e.Length > 0), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_WhateverItIs_CarriesTheSecurityHeaders()
    {
        await using var api = new ApiFactory { Environment = "Production" }
            .With("Authentication:Schemes:Bearer:ValidIssuer", "https://issuer.test")
            .With("Authentication:Schemes:Bearer:SigningKeys:0:Issuer", "https://issuer.test")
            .With("Authentication:Schemes:Bearer:SigningKeys:0:Value", Convert.ToBase64String(new byte[32]))
            .OnSocket();

        foreach (var path in new[] { "/", "/healthz", "/api/v1/investigations", "/no/such/path", "/api/v1/investigations/x/events?limit=x" })
        {
            var response = await api.Anonymous().FetchAsync(path);

            Assert.All(
                ["X-Content-Type-Options", "Content-Security-Policy", "Referrer-Policy", "Cross-Origin-Opener-Policy"],
                header => Assert.True(response.Headers.Contains(header), $"{path} has no {header}"));
            Assert.False(response.Headers.Contains("Server"));
        }
    }
}
