using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace Investigations.Api.Features.Authentication;

/// <summary>The key that signs tokens in Development. It is public knowledge, so nothing else may ever accept it.</summary>
internal static class DevelopmentKey
{
    public const string Issuer = "investigations-development";
    public const string Audience = "investigations";

    public static SymmetricSecurityKey SecurityKey { get; } =
        new(Encoding.UTF8.GetBytes("a development key that everybody knows")) { KeyId = Issuer };
}
