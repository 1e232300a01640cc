using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Investigations.Api.Features.Authentication;

/// <summary>Completes the configured bearer options: claim names as they are in the token, the cookie, and the development key.</summary>
internal sealed class TokenRules(IHostEnvironment environment) : IPostConfigureOptions<JwtBearerOptions>
{
    public void PostConfigure(string? name, JwtBearerOptions options)
    {
        var rules = options.TokenValidationParameters;
        options.MapInboundClaims = false;
        rules.NameClaimType = JwtRegisteredClaimNames.Sub;
        rules.RoleClaimType = "roles";
        rules.ClockSkew = TimeSpan.FromSeconds(30);
        options.Events = new JwtBearerEvents { OnMessageReceived = TakeCookie, OnTokenValidated = RequireUser };

        if (environment.IsDevelopment())
        {
            rules.IssuerSigningKeys = [.. rules.IssuerSigningKeys ?? [], DevelopmentKey.SecurityKey];
            rules.ValidIssuers = [.. rules.ValidIssuers ?? [], DevelopmentKey.Issuer];
            rules.ValidAudiences = [.. rules.ValidAudiences ?? [], DevelopmentKey.Audience];
            rules.ValidateIssuer = true;
        }
    }

    private static Task TakeCookie(MessageReceivedContext context)
    {
        if (context.Request.Headers.Authorization.Count == 0 && context.Request.Cookies[SessionCookie.Name] is { Length: > 0 } token)
        {
            context.Token = token;
            context.HttpContext.Features.Set(SessionCookie.Used);
        }

        return Task.CompletedTask;
    }

    private static Task RequireUser(TokenValidatedContext context)
    {
        if (string.IsNullOrWhiteSpace(context.Principal?.FindFirst(JwtRegisteredClaimNames.Sub)?.Value))
        {
            context.Fail("The token names no user in 'sub'.");
        }

        return Task.CompletedTask;
    }
}
