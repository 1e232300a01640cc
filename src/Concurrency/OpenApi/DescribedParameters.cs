using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Investigations.Concurrency;

/// <summary>Parameters as documentation wants them: those of a method, with their description as an attribute.</summary>
internal sealed class DescribedParameters : ParameterDescriptor, IParameterInfoParameterDescriptor
{
    private static readonly ModelMetadata Model = new EmptyModelMetadataProvider().GetMetadataForType(typeof(string));

    private DescribedParameters(int position)
    {
        ParameterInfo = ((Delegate)Headers).Method.GetParameters()[position];
        ParameterType = typeof(string);
        Name = ParameterInfo.Name!;
    }

    public static DescribedParameters IfMatch => new(0);

    public static DescribedParameters IfNoneMatch => new(1);

    public static DescribedParameters Limit => new(2);

    public static DescribedParameters Before => new(3);

    public static DescribedParameters Route => new(4);

    public ParameterInfo ParameterInfo { get; }

    public ApiParameterDescription Describe(string name, BindingSource source, bool isRequired)
    {
        Name = name;
        return new ApiParameterDescription
        {
            Name = name,
            Source = source,
            Type = typeof(string),
            ModelMetadata = Model,
            IsRequired = isRequired,
            ParameterDescriptor = this,
        };
    }

    [SuppressMessage("Style", "IDE0060", Justification = "What it says about its parameters is what it is for.")]
    private static void Headers(
        [Description("The version that the resource is expected to have, as its ETag: \"3\". A list means any of them, * any version.")] string ifMatch,
        [Description("The versions that the client has, as their ETag: \"3\". When one of them is current, the answer is 304.")] string ifNoneMatch,
        [Description("How many versions at most, a whole number. 0 means the default; more than the maximum means the maximum.")] string limit,
        [Description("Only versions smaller than this one: the next member of the page before.")] string before,
        string route)
    {
    }
}
