using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Infrastructure;

namespace Investigations.EventFeed;

/// <summary>A parameter as documentation wants it: one of a method, with its type, and its text as an attribute.</summary>
internal sealed class FeedParameter : ParameterDescriptor, IParameterInfoParameterDescriptor
{
    private static readonly ParameterInfo[] Documented = ((Delegate)Page).Method.GetParameters();

    private FeedParameter(string name, ParameterInfo info)
    {
        (Name, ParameterInfo, ParameterType) = (name, info, info.ParameterType);
    }

    public ParameterInfo ParameterInfo { get; }

    public static FeedParameter Route(string name) => new(name, Documented[0]);

    public static FeedParameter IfNoneMatch(string name) => new(name, Documented[1]);

    /// <summary>Those of the query, under the names that the endpoint reads.</summary>
    public static IEnumerable<FeedParameter> Query(string subjectName) =>
        ((string[])[PageParameters.Limit, PageParameters.Cursor, PageParameters.Type, subjectName, PageParameters.Since, PageParameters.Wait])
        .Select(static (name, i) => new FeedParameter(name, Documented[2 + i]));

    [SuppressMessage("Style", "IDE0060", Justification = "What it says about its parameters is what it is for.")]
    private static void Page(
        string route,
        [Description("The page that the client has, as its ETag. When it is still so, the answer is 304.")] string ifNoneMatch,
        [Description("How many events at most. 0 means the default; more than the maximum means the maximum."), Range(0, int.MaxValue)] int limit,
        [Description("Where to go on: next of an earlier page, or the id of a stream's event.")] string cursor,
        [Description("Only events of this type; repeat it for several.")] string[] type,
        [Description("Only events with this subject."), RegularExpression("^[A-Za-z0-9._-]{1,128}$")] string subject,
        [Description("Only events recorded at or after this time (RFC 3339). For the first page; not together with a cursor.")] DateTimeOffset since,
        [Description("How many seconds to wait for an event when there is none."), Range(0d, 86_400d)] double wait)
    {
    }
}
