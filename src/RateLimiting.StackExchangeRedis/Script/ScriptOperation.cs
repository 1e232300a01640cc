namespace Investigations.RateLimiting.StackExchangeRedis;

/// <summary>What the script does with a key.</summary>
internal enum ScriptOperation
{
    /// <summary>Takes the cost if it fits, else rejects.</summary>
    Check,

    /// <summary>Looks.</summary>
    Peek,

    /// <summary>Takes or gives back without a decision.</summary>
    Charge,
}
