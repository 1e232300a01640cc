using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Investigations.Api.Features.Authentication;

/// <summary>Stops a host that could verify no token: outside Development there is no key that nobody configured.</summary>
internal sealed class SigningKeysRequired(IHostEnvironment environment) : IValidateOptions<JwtBearerOptions>
{
    private const int ShortestKey = 32;

    public ValidateOptionsResult Validate(string? name, JwtBearerOptions options)
    {
        var rules = options.TokenValidationParameters;
        var verifiable = rules.IssuerSigningKey is not null
            || rules.IssuerSigningKeys?.Any() == true
            || !string.IsNullOrEmpty(options.Authority)
            || !string.IsNullOrEmpty(options.MetadataAddress);

        return !verifiable ? ValidateOptionsResult.Fail(
                "Authentication:Schemes:Bearer has no key to verify tokens with: set ValidIssuer and SigningKeys (Issuer, Value in base64), or Authority.")
            : environment.IsDevelopment() ? ValidateOptionsResult.Success
            : Weakness(rules) is { } weakness ? ValidateOptionsResult.Fail($"Authentication:Schemes:Bearer:SigningKeys holds {weakness}.")
            : ValidateOptionsResult.Success;
    }

    private static string? Weakness(TokenValidationParameters rules)
    {
        var keys = (rules.IssuerSigningKeys ?? []).Append(rules.IssuerSigningKey).OfType<SymmetricSecurityKey>().Select(key => key.Key).ToList();
        return keys.Any(key => key.AsSpan().SequenceEqual(DevelopmentKey.SecurityKey.Key)) ? "the development key, which everybody knows"
            : keys.Any(key => key.Length < ShortestKey) ? $"a key of less than {ShortestKey} bytes, which can be guessed"
            : null;
    }
}
