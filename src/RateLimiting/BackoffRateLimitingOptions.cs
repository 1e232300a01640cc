namespace Investigations.RateLimiting;

/// <summary>The policies of an application, and how they are told to clients.</summary>
public sealed class BackoffRateLimitingOptions
{
    /// <summary>The name of the policy that counts every request unless its endpoint says otherwise.</summary>
    public const string DefaultPolicyName = "default";

    private readonly OrderedDictionary<string, RateLimitPolicyOptions> _policies = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The policy <c>default</c>, and what named policies inherit from.</summary>
    public RateLimitPolicyOptions Default { get; } = new()
    {
        PermitLimit = 60,
        Window = TimeSpan.FromMinutes(1),
        Algorithm = RateLimitAlgorithm.FixedWindow,
    };

    /// <summary>The named policies, in the order of their adding; <see cref="Default"/> is not among them.</summary>
    public IReadOnlyDictionary<string, RateLimitPolicyOptions> Policies => _policies;

    /// <summary>The header fields that counted responses carry.</summary>
    public RateLimitHeaderFormats Headers { get; set; } = RateLimitHeaderFormats.All;

    /// <summary>
    /// How many keys (a caller under a policy) the memory store remembers, 1 to 100 000 000; each takes 64 to 136 bytes, taken as keys appear.
    /// </summary>
    public int MaxTrackedKeys { get; set; } = 250_000;

    /// <summary>Adds a named policy, or changes the one that configuration or an earlier call has made.</summary>
    /// <param name="name">1 to 64 of A-Z, a-z, 0-9, '_', '-' and '.'; its case does not matter.</param>
    /// <param name="configure">Sets the policy's members; those left null are inherited from <see cref="Default"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is the default policy's, or not a policy name.</exception>
    public BackoffRateLimitingOptions AddPolicy(string name, Action<RateLimitPolicyOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Equals(DefaultPolicyName, StringComparison.OrdinalIgnoreCase) || !PolicyName.IsValid(name))
        {
            throw new ArgumentException($"'{name}' can't name a policy: {PolicyName.Accepted}, but not '{DefaultPolicyName}'.", nameof(name));
        }

        // Added anew, so that the last spelling counts: configuration's keys know no case.
        _policies.Remove(name, out var policy);
        _policies.Add(name, policy ??= new RateLimitPolicyOptions());
        configure?.Invoke(policy);
        return this;
    }
}
