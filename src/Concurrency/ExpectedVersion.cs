using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace Investigations.Concurrency;

/// <summary>
/// The version that a client expects a resource to have, from <c>If-Match</c>. A handler that declares a parameter of this type is protected:
/// without the header it is not called. It must hand the version to its write, which compares and swaps: the check before the handler
/// can't see a write that comes in between.
/// </summary>
[ModelBinder(typeof(ExpectedVersionModelBinder))]
public readonly struct ExpectedVersion : IEndpointParameterMetadataProvider
{
    private readonly Expectation? _expectation;

    internal ExpectedVersion(Expectation expectation) => _expectation = expectation;

    /// <summary>The client expects nothing: every version will do.</summary>
    public static ExpectedVersion Unspecified => default;

    /// <summary>The client expects the resource to exist (<c>If-Match: *</c>).</summary>
    public static ExpectedVersion Any => new(new Expectation(TagList.Any, strong: false));

    /// <summary>The client expects the resource not to exist (<c>If-None-Match: *</c> on a PUT or POST that creates).</summary>
    public static ExpectedVersion Absent => new(new Expectation(TagList.Absent, strong: false));

    /// <summary>Whether nothing is expected.</summary>
    public bool IsUnspecified => Submitted.Kind == TagListKind.Missing;

    /// <summary>Whether any version will do, as long as the resource exists.</summary>
    public bool IsAny => Use().Kind == TagListKind.Any;

    /// <summary>Whether the resource must not exist.</summary>
    public bool IsAbsent => Use().Kind == TagListKind.Absent;

    /// <summary>Whether the resource must have one of <see cref="Values"/> (or <see cref="Tags"/>).</summary>
    public bool IsOneOf => Use().Kind == TagListKind.Tags;

    /// <summary>
    /// The versions of which the resource must have one. Empty unless <see cref="IsOneOf"/>, and also then when no tag that was sent is a version:
    /// nothing satisfies it.
    /// </summary>
    public IReadOnlyList<long> Values => [.. Tags.Where(tag => tag.IsVersion).Select(tag => tag.Version)];

    /// <summary>The tags of which the resource must have one, for tags that are no versions. Empty unless <see cref="IsOneOf"/>.</summary>
    public IReadOnlyList<EntityTag> Tags => [.. Use().Where(Matches)];

    internal TagList Submitted => _expectation?.Tags ?? TagList.Missing;

    /// <summary>Expects this version, or this tag.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The version is negative.</exception>
    public static ExpectedVersion Exactly(EntityTag version) => new(new Expectation(new TagList(version), strong: false));

    /// <summary>Expects one of these versions.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A version is negative.</exception>
    public static ExpectedVersion OneOf(params ReadOnlySpan<long> versions)
    {
        var tags = new EntityTag[versions.Length];
        for (var i = 0; i < versions.Length; i++)
        {
            tags[i] = new EntityTag(versions[i]);
        }

        return new(new Expectation(new TagList(tags), strong: false));
    }

    /// <summary>Expects one of these tags.</summary>
    public static ExpectedVersion OneOf(params ReadOnlySpan<EntityTag> tags) =>
        new(new Expectation(new TagList(tags.ToArray()), strong: false));

    /// <summary>The one version that is expected, without allocating; <see langword="false"/> when it is not exactly one.</summary>
    public bool TryGetValue(out long version)
    {
        var tags = Use();
        var isOne = tags.Count == 1 && tags[0].IsVersion && Matches(tags[0]);
        version = isOne ? tags[0].Version : 0;
        return isOne;
    }

    /// <summary>Whether a resource with this version is as expected; <see langword="null"/> for a resource that does not exist.</summary>
    public bool IsSatisfiedBy(EntityTag? current) => Use().Kind switch
    {
        TagListKind.Missing => true,
        TagListKind.Any => current is not null,
        TagListKind.Absent => current is null,
        _ => Submitted.Contains(current, _expectation!.Strong),
    };

    /// <summary>Takes what the check before the handler has read. Called by the framework.</summary>
    public static ValueTask<ExpectedVersion> BindAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new(context.GetExpectedVersion());
    }

    static void IEndpointParameterMetadataProvider.PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        EndpointGate.Attach(builder, new RequireIfMatchAttribute());

    /// <summary>What is expected, as it would stand in <c>If-Match</c>.</summary>
    public override string ToString() => Submitted.Kind switch
    {
        TagListKind.Missing => "(unspecified)",
        TagListKind.Any => "*",
        TagListKind.Absent => "(absent)",
        _ => string.Join(", ", Submitted.Where(_ => true)),
    };

    internal static ExpectedVersion From(in TagList tags, bool strong) =>
        tags.Kind == TagListKind.Missing ? default : new(new Expectation(tags, strong));

    /// <summary>Whether a tag that was sent can match at all.</summary>
    private bool Matches(EntityTag tag) => !(tag.IsWeak && _expectation!.Strong);

    /// <summary>What is expected, and a note that somebody looked at it.</summary>
    private TagList Use()
    {
        _expectation?.VersionUsed = true;
        return Submitted;
    }
}
