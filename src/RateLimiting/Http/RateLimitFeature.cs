using Microsoft.AspNetCore.Http;

namespace Investigations.RateLimiting;

/// <summary>What was decided for one request so far. One policy, the usual case, takes no list.</summary>
internal sealed class RateLimitFeature(HttpContext context, RateLimitGate gate) : IRateLimitFeature
{
    private RateLimitEntry _first;
    private RateLimitEntry[]? _rest;

    public int Count { get; private set; }

    public HttpResponse Response => context.Response;

    public RateLimitGate Gate => gate;

    public IReadOnlyList<RateLimitResult> Results => [.. Enumerable.Range(0, Count).Select(i => this[i].Result)];

    public RateLimitResult? Tightest => IndexOfTightest() is >= 0 and var i ? this[i].Result : null;

    public ref RateLimitEntry this[int index] => ref index == 0 ? ref _first : ref _rest![index - 1];

    /// <summary>Whether the request had not been routed when it was first counted.</summary>
    public bool LacksEndpoint { get; } = context.GetEndpoint() is null;

    /// <summary>Whether a rejection has given back what the policies before it had taken.</summary>
    public bool IsGivenBack { get; set; }

    public bool IsRejected => Count > 0 && this[Count - 1].IsRejection;

    public void Add(in RateLimitEntry entry)
    {
        if (Count == 0)
        {
            _first = entry;
        }
        else
        {
            Array.Resize(ref _rest, Count);
            _rest[Count - 1] = entry;
        }

        Count++;
    }

    public int IndexOf(RateLimitPolicy policy)
    {
        for (var i = 0; i < Count; i++)
        {
            if (this[i].Policy.Name == policy.Name)
            {
                return i;
            }
        }

        return -1;
    }

    public int IndexOfTightest()
    {
        var (tightest, least) = (-1, double.PositiveInfinity);
        for (var i = 0; i < Count; i++)
        {
            ref var entry = ref this[i];
            var left = entry.IsRejection ? -1 : (double)entry.Decision.Remaining / entry.Decision.Limit;
            if (!entry.Policy.Shadow && (entry.IsRejection || entry.Decision.IsCounted) && left < least)
            {
                (tightest, least) = (i, left);
            }
        }

        return tightest;
    }

    public ValueTask ChargeAsync(int cost, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cost, 1);
        return gate.ChargeAsync(this, cost, cancellationToken);
    }
}
