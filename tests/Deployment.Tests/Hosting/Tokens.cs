using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Investigations.Deployment.Tests;

/// <summary>Who issues tokens in production, in small: a key that the nodes are configured with.</summary>
internal sealed class Tokens
{
    private const string Issuer = "https://issuer.test";
    private const string Audience = "investigations";

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    /// <summary>The nodes' settings that go with the tokens.</summary>
    public IEnumerable<(string Name, string Value)> Settings =>
    [
        ("Authentication__Schemes__Bearer__ValidIssuer", Issuer),
        ("Authentication__Schemes__Bearer__ValidAudiences__0", Audience),
        ("Authentication__Schemes__Bearer__SigningKeys__0__Issuer", Issuer),
        ("Authentication__Schemes__Bearer__SigningKeys__0__Value", Convert.ToBase64String(_key)),
    ];

    public string For(string user)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            NotBefore = now,
            IssuedAt = now,
            Expires = now.AddHours(6),
            Claims = new Dictionary<string, object> { [JwtRegisteredClaimNames.Sub] = user },
            SigningCredentials = new(new SymmetricSecurityKey(_key), SecurityAlgorithms.HmacSha256),
        });
    }
}
