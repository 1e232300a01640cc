using System.Text.Json;
using Investigations.Api.Http;
using Investigations.RateLimiting;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Investigations.Api.Features.Authentication;

/// <summary>Tokens for whoever asks, in Development only: the path exists nowhere else.</summary>
internal static class DevelopmentTokens
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    public static void MapDevelopmentTokens(this IEndpointRouteBuilder app) =>
        app.MapPost("/dev/token", (TokenRequest request, TimeProvider time) => new TokenResponse(
                Create(request.User, request.Roles, time), "Bearer", (int)Lifetime.TotalSeconds))
            .Accepts<TokenRequest>("application/json")
            .DisableBackoffRateLimiting()
            .WithTags("Development");

    public static string Create(string user, IReadOnlyList<string> roles, TimeProvider time)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = DevelopmentKey.Issuer,
            Audience = DevelopmentKey.Audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + Lifetime,
            Claims = new Dictionary<string, object> { [JwtRegisteredClaimNames.Sub] = user, ["roles"] = roles.ToArray() },
            SigningCredentials = new SigningCredentials(DevelopmentKey.SecurityKey, SecurityAlgorithms.HmacSha256),
        });
    }
}

internal sealed record TokenRequest(string User, IReadOnlyList<string> Roles)
{
    public static ValueTask<TokenRequest> BindAsync(HttpContext context) => JsonBody.ReadAsync(context, Parse);

    private static TokenRequest Parse(JsonElement body)
    {
        var members = JsonMembers.Of(body, ["user", "roles"]);
        return new(members.RequiredText("user", 1, 200), members.Texts("roles", 20));
    }
}

internal sealed record TokenResponse(string AccessToken, string TokenType, int ExpiresIn);
