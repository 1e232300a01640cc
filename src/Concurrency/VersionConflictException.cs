namespace Investigations.Concurrency;

/// <summary>
/// Thrown by code that found a resource at another version than expected. A protected endpoint, or
/// <see cref="OptimisticConcurrencyApplicationBuilderExtensions.UseOptimisticConcurrency"/>, turns it into the same answer as a failed <c>If-Match</c>.
/// </summary>
public sealed class VersionConflictException : Exception
{
    /// <summary>A conflict whose current version is not known here; the answer takes it from the endpoint's source.</summary>
    public VersionConflictException()
        : base("The resource is not at the expected version.")
    {
    }

    /// <inheritdoc cref="VersionConflictException()"/>
    public VersionConflictException(string message)
        : base(message)
    {
    }

    /// <inheritdoc cref="VersionConflictException()"/>
    public VersionConflictException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>A conflict with the version that the resource has now, and what was expected.</summary>
    public VersionConflictException(EntityTag? current, ExpectedVersion submitted)
        : base($"The resource is at {(current is { } tag ? tag.ToString() : "no version")}, expected was {submitted}.")
    {
        Current = current;
        Submitted = submitted;
    }

    /// <summary>A conflict with the version that the resource has now, and the one that was expected.</summary>
    public VersionConflictException(EntityTag current, EntityTag submitted)
        : this(current, ExpectedVersion.Exactly(submitted))
    {
    }

    /// <summary>The version that the resource has now; <see langword="null"/> when it is not known or there is none.</summary>
    public EntityTag? Current { get; }

    /// <summary>What was expected; unspecified when the answer should take it from the request.</summary>
    public ExpectedVersion Submitted { get; }
}
