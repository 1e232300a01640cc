using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Infrastructure;

namespace Investigations.Concurrency;

/// <summary>The headers as documentation wants them: parameters of a method, with their description as an attribute.</summary>
internal sealed class DescribedParameters : ParameterDescriptor, IParameterInfoParameterDescriptor
{
    private DescribedParameters(ParameterInfo parameter)
    {
        ParameterInfo = parameter;
        ParameterType = typeof(string);
        Name = parameter.Name!;
    }

    public static DescribedParameters IfMatch => new(((Delegate)Write).Method.GetParameters()[0]);

    public static DescribedParameters IfNoneMatch => new(((Delegate)Read).Method.GetParameters()[0]);

    public ParameterInfo ParameterInfo { get; }

    public DescribedParameters Named(string name)
    {
        Name = name;
        return this;
    }

    [SuppressMessage("Style", "IDE0060", Justification = "What it says about its parameter is what it is for.")]
    private static void Write([Description("The version that the resource is expected to have, as its ETag: \"3\". A list means any of them, * any version.")] string ifMatch)
    {
    }

    [SuppressMessage("Style", "IDE0060", Justification = "What it says about its parameter is what it is for.")]
    private static void Read([Description("The versions that the client has, as their ETag: \"3\". When one of them is current, the answer is 304.")] string ifNoneMatch)
    {
    }
}
