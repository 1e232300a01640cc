using System.Net;
using Investigations.Samples.Tests.Hosting;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Investigations.Samples.Tests;

public sealed class AuthenticationTests : IDisposable
{
    private const string List = "/api/v1/investigations";
    private readonly ApiFactory _api = new();

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task Request_WithoutToken_IsRefusedWithAChallenge()
    {
        var response = await _api.Anonymous().FetchAsync(List);

        await response.ProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
        Assert.Equal("Bearer", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbGljZSIsImV4cCI6NDEwMjQ0NDgwMH0.")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbGljZSIsImV4cCI6NDEwMjQ0NDgwMH0.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public Task Request_WithATokenThatDoesNotVerify_IsRefused(string token) =>
        _api.Anonymous().WithBearer(token).FetchAsync(List).ProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");

    [Theory]
    [InlineData(-5, HttpStatusCode.OK)]
    [InlineData(-60, HttpStatusCode.Unauthorized)]
    public async Task Request_WithAnExpiredToken_IsServedOnlyWithinTheSkew(int secondsAgo, HttpStatusCode expected)
    {
        var token = Sign("alice", DateTime.UtcNow.AddSeconds(secondsAgo));

        Assert.Equal(expected, (await _api.Anonymous().WithBearer(token).FetchAsync(List)).StatusCode);
    }

    [Fact]
    public Task Request_WithATokenOfNobody_IsRefused() =>
        _api.Anonymous().WithBearer(Sign(null, DateTime.UtcNow.AddHours(1))).FetchAsync(List).ProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");

    [Fact]
    public async Task DevToken_OfAUser_IsAccepted()
    {
        var answer = await _api.Anonymous().PostAsync("/dev/token", """{"user":"alice","roles":[]}""").OkAsync();

        Assert.Equal("Bearer", answer.Text("token_type"));
        Assert.Equal(3600, answer.Number("expires_in"));
        var response = await _api.Anonymous().WithBearer(answer.Text("access_token")!).FetchAsync(List);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("""{"user":""}""", "invalid_member")]
    [InlineData("""{"roles":[]}""", "invalid_member")]
    [InlineData("""{"user":"a","admin":true}""", "unknown_member")]
    [InlineData("""{"user":"a","roles":"admin"}""", "invalid_member")]
    [InlineData("not json", "invalid_json")]
    public Task DevToken_OfABadBody_IsRefused(string body, string code) =>
        _api.Anonymous().PostAsync("/dev/token", body).ProblemAsync(HttpStatusCode.BadRequest, code);

    [Fact]
    public async Task Session_OfABearer_AuthenticatesByCookieAndEnds()
    {
        var browser = _api.CreateClient();
        var login = await browser.SendAsync(HttpMethod.Post, "/api/v1/session", null, ("Authorization", $"Bearer {_api.Token("alice")}"));
        Assert.Equal(HttpStatusCode.NoContent, login.StatusCode);
        var cookie = Assert.Single(login.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("expires=", cookie, StringComparison.OrdinalIgnoreCase);

        Assert.Equal(HttpStatusCode.OK, (await browser.FetchAsync(List)).StatusCode);

        var logout = await browser.SendAsync(HttpMethod.Delete, "/api/v1/session", null, ("X-Requested-With", "fetch"));
        Assert.Equal(HttpStatusCode.NoContent, logout.StatusCode);
        await browser.FetchAsync(List).ProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task Cookie_OnAnUnsafeRequest_NeedsTheHeaderThatNoForeignPageCanSend()
    {
        var browser = _api.CreateClient();
        await browser.SendAsync(HttpMethod.Post, "/api/v1/session", null, ("Authorization", $"Bearer {_api.Token("alice")}"));

        await browser.PostAsync(List, """{"title":"x"}""").ProblemAsync(HttpStatusCode.BadRequest, "csrf_header_missing");

        var created = await browser.PostAsync(List, """{"title":"x"}""", ("X-Requested-With", "fetch"));
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
    }

    [Fact]
    public async Task Session_WithoutToken_IsRefused() =>
        await _api.Anonymous().SendAsync(HttpMethod.Post, "/api/v1/session").ProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");

    [Fact]
    public async Task Production_WithItsOwnKeys_KnowsNeitherTheDevelopmentKeyNorItsTokenPath()
    {
        var key = Convert.ToBase64String(Enumerable.Range(1, 32).Select(i => (byte)i).ToArray());
        await using var production = new ApiFactory { Environment = "Production" }
            .With("Authentication:Schemes:Bearer:ValidIssuer", "https://issuer.test")
            .With("Authentication:Schemes:Bearer:ValidAudiences:0", "investigations")
            .With("Authentication:Schemes:Bearer:SigningKeys:0:Issuer", "https://issuer.test")
            .With("Authentication:Schemes:Bearer:SigningKeys:0:Value", key);

        var client = production.Anonymous();
        await client.PostAsync("/dev/token", """{"user":"alice"}""").ProblemAsync(HttpStatusCode.NotFound, "not_found");
        await client.WithBearer(_api.Token("alice")).FetchAsync(List).ProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");

        var own = Create("alice", DateTime.UtcNow.AddHours(1), "https://issuer.test", new SymmetricSecurityKey(Convert.FromBase64String(key)));
        Assert.Equal(HttpStatusCode.OK, (await client.WithBearer(own).FetchAsync(List)).StatusCode);
    }

    private string Sign(string? user, DateTime expires)
    {
        var rules = _api.Services.GetRequiredService<IOptionsMonitor<JwtBearerOptions>>().Get(JwtBearerDefaults.AuthenticationScheme).TokenValidationParameters;
        return Create(user, expires, rules.ValidIssuers.Single(), (SymmetricSecurityKey)rules.IssuerSigningKeys.Single());
    }

    private static string Create(string? user, DateTime expires, string issuer, SymmetricSecurityKey key) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = "investigations",
            Expires = expires,
            Claims = user is null ? [] : new Dictionary<string, object> { ["sub"] = user },
            SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.HmacSha256),
        });
}
