namespace Investigations.RateLimiting;

/// <summary>An algorithm's answer: whether the cost fits, what is left, and when more comes back.</summary>
internal readonly record struct Quota(bool Fits, int Remaining, long ResetAt);
