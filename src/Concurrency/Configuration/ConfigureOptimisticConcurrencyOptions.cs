using Investigations.Shared;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Investigations.Concurrency;

/// <summary>Takes the options from configuration, before the application's code sets its own.</summary>
internal sealed class ConfigureOptimisticConcurrencyOptions(IServiceProvider services) : IConfigureOptions<OptimisticConcurrencyOptions>
{
    public void Configure(OptimisticConcurrencyOptions options)
    {
        if (services.GetService<IConfiguration>() is not { } configuration)
        {
            return;
        }

        var settings = new Settings(configuration, "Concurrency", typeof(OptimisticConcurrencyOptions));
        options.Mode = settings.Enum("Mode", null, options.Mode);
        var enabled = settings.Boolean("Enabled", "ENABLE_OPTIMISTIC_LOCKING", options.Mode != ConcurrencyMode.Disabled);
        options.Mode = (enabled, options.Mode) switch
        {
            (false, _) => ConcurrencyMode.Disabled,
            (true, ConcurrencyMode.Disabled) => ConcurrencyMode.Required,
            _ => options.Mode,
        };
        options.HeaderName = settings.Text("HeaderName", "VERSION_HEADER_NAME", options.HeaderName, "a token (RFC 9110 §5.6.2)", HeaderToken.IsValid);
        options.ConflictStatusCode = settings.Int32("ConflictStatusCode", null, options.ConflictStatusCode, 409, 412);
        options.WeakTags = settings.Enum("WeakTags", null, options.WeakTags);
        options.BareVersions = settings.Enum("BareVersions", null, options.BareVersions);
        options.EmitWeakTags = settings.Boolean("EmitWeakTags", null, options.EmitWeakTags);
        options.EmitETagOnPut = settings.Boolean("EmitETagOnPut", null, options.EmitETagOnPut);
        options.VersionCacheTtl = settings.Seconds("VersionCacheTtlSeconds", null, options.VersionCacheTtl, 0, 3600);
        options.VersionCacheSize = settings.Int32("VersionCacheSize", null, options.VersionCacheSize, 1, 1_000_000);
        options.CacheControl = settings.Text("CacheControl", null, options.CacheControl, "a header value", HeaderToken.IsText);
        options.Vary = settings.Text("Vary", null, options.Vary, "a header value", HeaderToken.IsText);
        options.UnusedVersion = settings.Enum("UnusedVersion", null, options.UnusedVersion);
    }
}
