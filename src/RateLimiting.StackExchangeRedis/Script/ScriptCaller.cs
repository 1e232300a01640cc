using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Investigations.RateLimiting.StackExchangeRedis;

/// <summary>Calls the script, and waits for its answer no longer than the timeout.</summary>
internal sealed class ScriptCaller(RedisConnection connection, IOptions<RedisRateLimitOptions> options, TimeProvider time)
{
    private readonly ScriptArguments _arguments = new();
    private readonly RedisKeyName _names = new(options.Value.KeyPrefix, options.Value.KeySecret);
    private readonly TimeSpan _timeout = options.Value.Timeout;

    /// <summary>The clock that scripts are told; null, except in tests: Redis' own.</summary>
    public Func<long>? Clock { get; set; }

    public RedisKey NameOf(in RateLimitKey key, RateLimitRule rule) => _names.Of(key, rule.Policy);

    /// <exception cref="RedisException">Redis is not there, or refuses.</exception>
    /// <exception cref="TimeoutException">It does not answer in time.</exception>
    public Task<RedisResult> CallAsync(ScriptOperation operation, in RateLimitKey key, RateLimitRule rule, int cost, CancellationToken cancellationToken) =>
        CallAsync(NameOf(key, rule), _arguments.Of(operation, rule, cost, Clock?.Invoke()), cancellationToken);

    /// <summary>Counts under a key that is no caller's, which is gone after a second.</summary>
    /// <inheritdoc cref="CallAsync(ScriptOperation, in RateLimitKey, RateLimitRule, int, CancellationToken)"/>
    public Task<RedisResult> ProbeAsync(CancellationToken cancellationToken) =>
        CallAsync(_names.OfProbe, ScriptArguments.OfProbe, cancellationToken);

    private async Task<RedisResult> CallAsync(RedisKey name, RedisValue[] arguments, CancellationToken cancellationToken)
    {
        var database = await connection.GetDatabaseAsync(cancellationToken);
        var evaluation = database.ScriptEvaluateAsync(CheckScript.Sha1, [name], arguments);
        try
        {
            return await evaluation.WaitAsync(_timeout, time, cancellationToken);
        }
        catch (RedisServerException e) when (e.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            // The first call of all, or scripts were flushed, or a replica without them took over.
            evaluation = database.ScriptEvaluateAsync(CheckScript.Text, [name], arguments);
            return await evaluation.WaitAsync(_timeout, time, cancellationToken);
        }
        finally
        {
            if (!evaluation.IsCompleted)
            {
                // Nobody waits for it any more, so its failure is nobody's business.
                _ = evaluation.ContinueWith(static t => t.Exception, CancellationToken.None,
                    TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }
    }
}
