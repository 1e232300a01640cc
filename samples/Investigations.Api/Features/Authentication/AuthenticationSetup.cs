using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Investigations.Api.Features.Authentication;

/// <summary>Who is calling: a bearer token, or the same token in the session cookie of a browser.</summary>
internal static class AuthenticationSetup
{
    public const string AdminRole = "admin";

    public static void AddApiAuthentication(this WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        builder.Services.AddAuthorization();
        builder.Services.AddSingleton<IPostConfigureOptions<JwtBearerOptions>, TokenRules>();
        builder.Services.AddSingleton<IValidateOptions<JwtBearerOptions>, SigningKeysRequired>();
        builder.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).ValidateOnStart();
    }

    public static string UserId(this ClaimsPrincipal user) => user.FindFirstValue(JwtRegisteredClaimNames.Sub)!;

    public static bool IsAdmin(this ClaimsPrincipal user) => user.IsInRole(AdminRole);

    /// <summary>Refuses unsafe requests that a foreign page could have made a browser send with its cookie.</summary>
    public static void UseCsrfHeader(this IApplicationBuilder app) => app.UseMiddleware<CsrfHeaderMiddleware>();

    public static void MapAuthentication(this WebApplication app)
    {
        app.MapSession();
        if (app.Environment.IsDevelopment())
        {
            app.MapDevelopmentTokens();
        }
    }
}
