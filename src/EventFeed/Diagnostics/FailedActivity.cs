using System.Diagnostics;

namespace Investigations.EventFeed;

internal static class FailedActivity
{
    /// <summary>Marks the span as failed. For an exception filter: always false.</summary>
    public static bool Marks(this Activity? activity, Exception exception)
    {
        activity?.SetStatus(ActivityStatusCode.Error, exception.GetType().Name);
        return false;
    }
}
