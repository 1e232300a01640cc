using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Investigations.RateLimiting;

/// <summary>Says when configuration, if there is any, has changed.</summary>
internal sealed class SettingsChange(IConfiguration? configuration = null) : IOptionsChangeTokenSource<BackoffRateLimitingOptions>
{
    public string Name => Options.DefaultName;

    public IChangeToken GetChangeToken() => configuration?.GetReloadToken() ?? NullChangeToken.Singleton;
}
