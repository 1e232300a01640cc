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
    private readonly TagList _tags;
    private readonly Kinds _kind;
    private readonly bool _strong;
    private readonly PreconditionFeature? _feature;

    private ExpectedVersion(Kinds kind, TagList tags = default, bool strong = false, PreconditionFeature? feature = null)
    {
        _kind = kind;
        _tags = tags;
        _strong = strong;
        _feature = feature;
    }

    private enum Kinds : byte
    {
        Unspecified,
        Any,
        Absent,
        OneOf,
    }

    /// <summary>The client expects nothing: every version will do.</summary>
    public static ExpectedVersion Unspecified => default;

    /// <summary>The client expects the resource to exist (<c>If-Match: *</c>).</summary>
    public static ExpectedVersion Any => new(Kinds.Any);

    /// <summary>The client expects the resource not to exist (<c>If-None-Match: *</c> on a PUT or POST that creates).</summary>
    public static ExpectedVersion Absent => new(Kinds.Absent);

    /// <summary>Whether nothing is expected.</summary>
    public bool IsUnspecified => _kind == Kinds.Unspecified;

    /// <summary>Whether any version will do, as long as the resource exists.</summary>
    public bool IsAny => Used(_kind == Kinds.Any);

    /// <summary>Whether the resource must not exist.</summary>
    public bool IsAbsent => Used(_kind == Kinds.Absent);

    /// <summary>Whether the resource must have one of <see cref="Values"/> (or <see cref="Tags"/>).</summary>
    public bool IsOneOf => Used(_kind == Kinds.OneOf);

    /// <summary>
    /// The versions of which the resource must have one. Empty unless <see cref="IsOneOf"/>, and also then when no tag that was sent is a version:
    /// nothing satisfies it.
    /// </summary>
    public IReadOnlyList<long> Values => [.. Tags.Where(tag => tag.IsVersion).Select(tag => tag.Version)];

    /// <summary>The tags of which the resource must have one, for tags that are no versions. Empty unless <see cref="IsOneOf"/>.</summary>
    public IReadOnlyList<EntityTag> Tags
    {
        get
        {
            var tags = new List<EntityTag>(Used(_tags).Count);
            for (var i = 0; i < _tags.Count; i++)
            {
                if (!(_strong && _tags[i].IsWeak))
                {
                    tags.Add(_tags[i]);
                }
            }

            return tags;
        }
    }

    internal TagList Submitted => _tags;

    /// <summary>Expects this version, or this tag.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The version is negative.</exception>
    public static ExpectedVersion Exactly(EntityTag version) => new(Kinds.OneOf, new TagList(version));

    /// <summary>Expects one of these versions.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A version is negative.</exception>
    public static ExpectedVersion OneOf(params ReadOnlySpan<long> versions)
    {
        var tags = new EntityTag[versions.Length];
        for (var i = 0; i < versions.Length; i++)
        {
            tags[i] = new EntityTag(versions[i]);
        }

        return new(Kinds.OneOf, new TagList(tags));
    }

    /// <summary>Expects one of these tags.</summary>
    public static ExpectedVersion OneOf(params ReadOnlySpan<EntityTag> tags) => new(Kinds.OneOf, new TagList(tags.ToArray()));

    /// <summary>The one version that is expected, without allocating; <see langword="false"/> when it is not exactly one.</summary>
    public bool TryGetValue(out long version)
    {
        var one = Used(_tags).Count == 1 && _tags[0].IsVersion && !(_strong && _tags[0].IsWeak);
        version = one ? _tags[0].Version : 0;
        return one;
    }

    /// <summary>Whether a resource with this version is as expected; <see langword="null"/> for a resource that does not exist.</summary>
    public bool IsSatisfiedBy(EntityTag? current) => Used(_kind) switch
    {
        Kinds.Unspecified => true,
        Kinds.Any => current is not null,
        Kinds.Absent => current is null,
        _ => _tags.Contains(current, _strong),
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
    public override string ToString() => _kind switch
    {
        Kinds.Unspecified => "(unspecified)",
        Kinds.Any => "*",
        Kinds.Absent => "(absent)",
        _ => string.Join(", ", Listed()),
    };

    internal static ExpectedVersion From(in TagList ifMatch, bool strong) => ifMatch.Kind switch
    {
        TagListKind.Any => new(Kinds.Any),
        TagListKind.Tags => new(Kinds.OneOf, ifMatch, strong),
        _ => default,
    };

    internal ExpectedVersion WithFeature(PreconditionFeature feature) => new(_kind, _tags, _strong, feature);

    private IEnumerable<EntityTag> Listed()
    {
        for (var i = 0; i < _tags.Count; i++)
        {
            yield return _tags[i];
        }
    }

    private T Used<T>(T value)
    {
        _feature?.VersionUsed = true;
        return value;
    }
}
