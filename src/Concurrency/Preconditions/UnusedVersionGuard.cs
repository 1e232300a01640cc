using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Investigations.Concurrency;

/// <summary>Finds protected handlers that succeed without having looked at the expected version: they overwrite what came in between.</summary>
internal sealed class UnusedVersionGuard
{
    private readonly ILogger _logger;
    private readonly bool _logs;
    private readonly bool _throws;

    public UnusedVersionGuard(IOptions<OptimisticConcurrencyOptions> options, ILogger<UnusedVersionGuard> logger, IHostEnvironment? environment = null)
    {
        _logger = logger;
        _throws = options.Value.UnusedVersion == UnusedVersionHandling.Throw;
        _logs = options.Value.UnusedVersion == UnusedVersionHandling.Log
            || (options.Value.UnusedVersion == UnusedVersionHandling.LogInDevelopment && environment?.IsDevelopment() == true);
    }

    public void Watch(HttpContext context, bool isProtected)
    {
        if (!_throws || !isProtected)
        {
            return;
        }

        context.Response.OnStarting(static state =>
        {
            var context = (HttpContext)state;
            return IsUnused(context)
                ? throw new InvalidOperationException($"{Name(context)} required a version, succeeded and never looked at its {nameof(ExpectedVersion)}.")
                : Task.CompletedTask;
        }, context);
    }

    public void Check(HttpContext context)
    {
        if (_logs && IsUnused(context))
        {
            Log.VersionUnused(_logger, Name(context));
        }
    }

    private static bool IsUnused(HttpContext context) =>
        context.Response.StatusCode is >= 200 and < 300
        && context.Features.Get<PreconditionFeature>() is { VersionUsed: false } feature
        && !feature.Expected.IsUnspecified
        && !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method);

    private static string Name(HttpContext context) => context.GetEndpoint()?.DisplayName ?? "An endpoint";
}
