using System.Buffers.Text;
using System.Text;
using Investigations.Api.Features.Authentication;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Investigations.Samples.Tests.Security;

/// <summary>Tokens that must not be believed, all of which say that their bearer is an administrator.</summary>
internal static class ForgedToken
{
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["garbage"] = "garbage",
        ["expired"] = Sign(expires: DateTime.UtcNow.AddMinutes(-5)),
        ["not valid yet"] = Sign(notBefore: DateTime.UtcNow.AddMinutes(5)),
        ["wrong issuer"] = Sign(issuer: "https://somebody-else.test"),
        ["wrong audience"] = Sign(audience: "another-service"),
        ["wrong key"] = Sign(key: new SymmetricSecurityKey(Encoding.UTF8.GetBytes("another key that nobody has ever configured"))),
        ["wrong key under a known id"] = Sign(key: new SymmetricSecurityKey(Encoding.UTF8.GetBytes("another key that nobody has ever configured")) { KeyId = DevelopmentKey.Issuer }),
        ["no signature"] = Unsigned("none"),
        ["no signature, in other letters"] = Unsigned("NoNe"),
        ["signature of other claims"] = Tampered(),
        ["nobody"] = Sign(user: null),
        ["without expiry"] = Sign(expires: null),
    };

    private static string Sign(
        string? user = "root", string issuer = DevelopmentKey.Issuer, string audience = DevelopmentKey.Audience,
        SecurityKey? key = null, DateTime? notBefore = null) => Sign(user, issuer, audience, key, notBefore, DateTime.UtcNow.AddHours(1));

    private static string Sign(DateTime? expires) => Sign("root", DevelopmentKey.Issuer, DevelopmentKey.Audience, null, null, expires);

    private static string Sign(string? user, string issuer, string audience, SecurityKey? key, DateTime? notBefore, DateTime? expires)
    {
        var claims = new Dictionary<string, object> { ["roles"] = new[] { "admin" } };
        if (user is not null)
        {
            claims["sub"] = user;
        }

        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            NotBefore = notBefore,
            Expires = expires,
            Claims = claims,
            SigningCredentials = new SigningCredentials(key ?? DevelopmentKey.SecurityKey, SecurityAlgorithms.HmacSha256),
        });
    }

    private static string Unsigned(string algorithm)
    {
        var claims = Sign().Split('.')[1];
        return $"{Encode($$"""{"alg":"{{algorithm}}","typ":"JWT"}""")}.{claims}.";
    }

    private static string Tampered()
    {
        var parts = Sign(user: "alice").Split('.');
        return $"{parts[0]}.{Sign(user: "root").Split('.')[1]}.{parts[2]}";
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
