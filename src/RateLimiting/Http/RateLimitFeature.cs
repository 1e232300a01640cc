using Microsoft.AspNetCore.Http;

namespace Investigations.RateLimiting;

/// <summary>
/// What was decided for one request so far. One policy, the usual case, takes no list. Used again for the connection's next request, unless
/// the application has asked it anything: what it may have kept stays as it is.
/// </summary>
internal sealed class RateLimitFeature : IRateLimitFeature
{
    private HttpContext? _context;
    private RateLimitGate? _gate;
    private RateLimitEntry _first;
    private RateLimitEntry[] _rest = [];
    private bool _isAsked;

    public int Count { get; private set; }

    public HttpContext Context => _context!;

    public IReadOnlyList<RateLimitResult> Results => [.. Enumerable.Range(0, Asked()).Select(i => this[i].Result)];

    public RateLimitResult? Tightest => Asked() > 0 && IndexOfTightest() is >= 0 and var i ? this[i].Result : null;

    public ref RateLimitEntry this[int index] => ref index == 0 ? ref _first : ref _rest[index - 1];

    /// <summary>Whether the request had not been routed when it was first counted.</summary>
    public bool LacksEndpoint { get; private set; }

    /// <summary>Whether the other policies of a rejected request have been seen to.</summary>
    public bool IsSettled { get; set; }

    public bool IsRejected => Rejection >= 0;

    /// <summary>Which policy rejects the request: those before it have counted it, those after it were only looked at. -1: none does.</summary>
    public int Rejection { get; private set; } = -1;

    /// <summary>After how many seconds the rejected request passes all of its policies.</summary>
    public long RetryAfterSeconds
    {
        get
        {
            var seconds = this[Rejection].Decision.RetryAfterSeconds;
            for (var i = Rejection + 1; i < Count; i++)
            {
                seconds = Math.Max(seconds, WholeSeconds.Ceiling(this[i].Decision.RetryAfter));
            }

            return seconds;
        }
    }

    public void Begin(HttpContext context, RateLimitGate gate) => (_context, _gate, LacksEndpoint) = (context, gate, context.GetEndpoint() is null);

    /// <summary>Forgets the request. False: the application has asked, so this object is for no other.</summary>
    public bool TryEnd()
    {
        if (_isAsked)
        {
            return false;
        }

        Array.Clear(_rest);
        (_context, _gate, _first, Rejection, Count, IsSettled) = (null, null, default, -1, 0, false);
        return true;
    }

    public void Add(in RateLimitEntry entry)
    {
        if (Count > _rest.Length)
        {
            Array.Resize(ref _rest, Count);
        }

        this[Count] = entry;
        if (!IsRejected && entry.IsRejection)
        {
            Rejection = Count;
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
        Asked();
        return _gate!.ChargeAsync(this, cost, cancellationToken);
    }

    /// <summary>How many results there are to tell.</summary>
    private int Asked()
    {
        _isAsked = true;
        return Count;
    }
}
