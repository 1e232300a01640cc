using System.Diagnostics;

namespace Investigations.RateLimiting.StackExchangeRedis;

/// <summary>The spans of the source <c>Investigations.RateLimiting.StackExchangeRedis</c>: one a call of Redis, none while nobody listens.</summary>
internal sealed class RedisTracing : IDisposable
{
    public const string SourceName = "Investigations.RateLimiting.StackExchangeRedis";

    private readonly ActivitySource _source = new(SourceName);

    public Activity? Call(ScriptOperation operation, string policy) => _source.StartActivity("rate_limiting check", ActivityKind.Client)
        ?.SetTag("investigations.rate_limiting.operation", NameOf(operation))
        .SetTag("investigations.rate_limiting.policy", policy);

    public static void Failed(Activity? activity, Exception exception) => activity?.SetStatus(ActivityStatusCode.Error, exception.GetType().Name);

    private static string NameOf(ScriptOperation operation) => operation switch
    {
        ScriptOperation.Check => "check",
        ScriptOperation.Peek => "peek",
        _ => "charge",
    };

    public void Dispose() => _source.Dispose();
}
