using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Investigations.Samples.Tests.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Samples.Tests.Security;

/// <summary>Every endpoint that there is, called by everybody: made from the host's own list, so that a new one without a rule fails.</summary>
public sealed class AuthorizationMatrixTests : IAsyncLifetime
{
    private const string Session = "investigations_session";
    private static readonly string[] Safe = ["GET", "HEAD"];

    // Streams end by themselves after a second.
    private readonly ApiFactory _api = new ApiFactory().With("SSE_MAX_DURATION_SECONDS", "1").OnSocket();
    private HttpClient _client = null!;
    private string _id = null!;

    public async ValueTask InitializeAsync()
    {
        _client = _api.Anonymous();
        _id = await _api.As("alice").CreateInvestigationAsync("secret", "bob");
        await _api.As("alice").AppendAsync(_id, new { id = "same", type = "t" });
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public void Endpoints_AndRules_AreTheSame() => Assert.Equal(
        EndpointRule.All.Keys.Order(StringComparer.Ordinal),
        Endpoints().Where(e => e.Method != "HEAD").Select(e => $"{e.Method} {e.Pattern}").Order(StringComparer.Ordinal));

    [Theory]
    [InlineData(Caller.Anonymous)]
    [InlineData(Caller.Stranger)]
    [InlineData(Caller.Member)]
    [InlineData(Caller.Admin)]
    public async Task Endpoint_CalledBy_AnswersWhomItIsFor(Caller caller)
    {
        foreach (var (method, pattern, rule) in Endpoints())
        {
            await AssertAsync(method, pattern, rule, rule.AnswerTo(caller), TokenOf(caller));
        }
    }

    [Theory]
    [InlineData(Caller.Anonymous)]
    [InlineData(Caller.Stranger)]
    [InlineData(Caller.Member)]
    [InlineData(Caller.Admin)]
    public async Task ConditionalRead_CalledBy_IsNotModifiedOnlyToWhomItIsFor(Caller caller)
    {
        var conditional = Endpoints().Where(e => e.Rule.IsConditional).ToList();
        Assert.True(conditional.Count >= 10);
        foreach (var (method, pattern, rule) in conditional)
        {
            var current = await SendAsync("GET", pattern, rule, _api.Token("alice"));
            var expected = rule.Admits(caller) ? HttpStatusCode.NotModified : rule.AnswerTo(caller);

            await AssertAsync(method, pattern, rule, expected, TokenOf(caller), ("If-None-Match", current.ETag()));
        }
    }

    [Fact]
    public async Task Endpoint_CalledWithATokenThatIsNotToBeBelieved_IsRefused_ByHeaderAndByCookie()
    {
        foreach (var (name, token) in ForgedToken.All)
        {
            foreach (var (method, pattern, rule) in Endpoints().Where(e => e.Rule.Access != Access.Anybody))
            {
                await AssertAsync(method, pattern, rule, HttpStatusCode.Unauthorized, token, ("X-Test", name));
                await AssertAsync(method, pattern, rule, HttpStatusCode.Unauthorized, null, ("Cookie", $"{Session}={token}"), ("X-Requested-With", "fetch"));
            }
        }
    }

    [Theory]
    [InlineData(Caller.Stranger)]
    [InlineData(Caller.Member)]
    [InlineData(Caller.Admin)]
    public async Task Endpoint_CalledWithACookie_NeedsTheHeaderWhereItChangesSomething(Caller caller)
    {
        var cookie = ("Cookie", $"{Session}={TokenOf(caller)}");
        foreach (var (method, pattern, rule) in Endpoints().Where(e => e.Rule.Access != Access.Anybody))
        {
            var withoutHeader = Safe.Contains(method) ? rule.AnswerTo(caller) : HttpStatusCode.BadRequest;
            await AssertAsync(method, pattern, rule, withoutHeader, null, cookie);
            await AssertAsync(method, pattern, rule, rule.AnswerTo(caller), null, cookie, ("X-Requested-With", "fetch"));
        }
    }

    [Fact]
    public async Task Stranger_LearnsNothingFromPreconditionsOrBodies()
    {
        foreach (var id in new[] { _id, "no-such-id" })
        {
            foreach (var (ifMatch, body) in new[] { (null, "{}"), ("\"1\"", "{}"), ("\"99\"", "{}"), ("not a tag", "{}"), ("*", "not json") })
            {
                var headers = ifMatch is null ? Array.Empty<(string, string)>() : [("If-Match", ifMatch)];
                await _api.As("mallory").SendAsync(HttpMethod.Patch, $"/api/v1/investigation-state/{id}", body, headers)
                    .ProblemAsync(HttpStatusCode.NotFound, "not_found");
            }
        }
    }

    [Fact]
    public async Task List_ShowsEachWhatIsTheirs()
    {
        Assert.Equal(0, await CountAsync(_api.As("mallory")));
        Assert.Equal(1, await CountAsync(_api.As("alice")));
        Assert.Equal(1, await CountAsync(_api.As("bob")));
        Assert.Equal(1, await CountAsync(_api.As("root", "admin")));

        static async Task<int> CountAsync(HttpClient client) =>
            (await client.FetchAsync("/api/v1/investigations").OkAsync()).GetProperty("investigations").GetArrayLength();
    }

    private string? TokenOf(Caller caller) => caller switch
    {
        Caller.Stranger => _api.Token("mallory"),
        Caller.Member => _api.Token("bob"),
        Caller.Admin => _api.Token("root", "admin"),
        _ => null,
    };

    private IEnumerable<(string Method, string Pattern, EndpointRule Rule)> Endpoints() =>
        from endpoint in _api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let pattern = "/" + endpoint.RoutePattern.RawText!.Trim('/')
        from method in endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
        select (method, pattern, EndpointRule.All.GetValueOrDefault($"{(method == "HEAD" ? "GET" : method)} {pattern}")
            ?? throw new InvalidOperationException($"{method} {pattern} has no rule: say in EndpointRule whom it is for."));

    private async Task AssertAsync(
        string method, string pattern, EndpointRule rule, HttpStatusCode expected, string? token, params (string Name, string Value)[] headers)
    {
        using var response = await SendAsync(method, pattern, rule, token, headers);

        var what = $"{method} {pattern} {string.Join(' ', headers)}: expected {expected}, but was {response.StatusCode}";
        Assert.True(expected == response.StatusCode, what);
        if (response.StatusCode >= HttpStatusCode.BadRequest && method != "HEAD")
        {
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        }

        Assert.Equal(expected == HttpStatusCode.Unauthorized, response.Headers.WwwAuthenticate.Any(challenge => challenge.Scheme == "Bearer"));
        if (expected is HttpStatusCode.Unauthorized or HttpStatusCode.NotFound)
        {
            Assert.DoesNotContain("secret", await response.Content.ReadAsStringAsync(ApiClient.Cancellation), StringComparison.Ordinal);
            Assert.Null(response.Headers.ETag);
        }
    }

    private Task<HttpResponseMessage> SendAsync(
        string method, string pattern, EndpointRule rule, string? token, params (string Name, string Value)[] headers)
    {
        var path = pattern.Replace("{id}", _id, StringComparison.Ordinal)
            .Replace("{runId}", "_all", StringComparison.Ordinal)
            .Replace("{documentName}", "v1", StringComparison.Ordinal);
        var request = new HttpRequestMessage(new HttpMethod(method), path + rule.Query);
        if (rule.Body is not null && !Safe.Contains(method))
        {
            request.Content = new StringContent(rule.Body, Encoding.UTF8, "application/json");
        }

        if (rule.IfMatch is { } ifMatch)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ApiClient.Cancellation);
    }
}
