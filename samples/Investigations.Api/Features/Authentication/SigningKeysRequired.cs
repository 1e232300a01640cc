using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;

namespace Investigations.Api.Features.Authentication;

/// <summary>Stops a host that could verify no token: outside Development there is no key that nobody configured.</summary>
internal sealed class SigningKeysRequired : IValidateOptions<JwtBearerOptions>
{
    public ValidateOptionsResult Validate(string? name, JwtBearerOptions options)
    {
        var rules = options.TokenValidationParameters;
        var verifiable = rules.IssuerSigningKey is not null
            || rules.IssuerSigningKeys?.Any() == true
            || !string.IsNullOrEmpty(options.Authority)
            || !string.IsNullOrEmpty(options.MetadataAddress);

        return verifiable ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(
            "Authentication:Schemes:Bearer has no key to verify tokens with: set ValidIssuer and SigningKeys (Issuer, Value in base64), or Authority.");
    }
}
