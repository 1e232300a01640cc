using System.Diagnostics;

namespace Investigations.Sse;

/// <summary>The spans of the source <c>Investigations.Sse</c>: one a stream, from its opening to its end. They cost nothing while nobody listens.</summary>
internal sealed class SseTracing : IDisposable
{
    public const string SourceName = "Investigations.Sse";

    private readonly ActivitySource _source = new(SourceName);

    public Activity? Open()
    {
        var activity = _source.StartActivity("sse stream");
        if (activity is not null)
        {
            // It ends elsewhere than it begins: what the request does meanwhile is not part of it.
            Activity.Current = activity.Parent;
        }

        return activity;
    }

    public static void Close(Activity? activity, EndReason reason)
    {
        if (activity is null)
        {
            return;
        }

        activity.SetTag("investigations.sse.end_reason", reason.Tag());
        if (reason is EndReason.SourceFailed or EndReason.WriteTimeout)
        {
            activity.SetStatus(ActivityStatusCode.Error);
        }

        var current = Activity.Current;
        activity.Stop();
        Activity.Current = current;
    }

    public void Dispose() => _source.Dispose();
}
