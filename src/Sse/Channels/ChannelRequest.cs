using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Sse;

/// <summary>A request that follows a channel.</summary>
internal static class ChannelRequest
{
    public static Exception NoSuchChannels<TKey, T>() => new InvalidOperationException(
        $"There are no such channels. Call 'services.{nameof(SseServiceCollectionExtensions.AddSseChannels)}<{typeof(TKey).Name}, {typeof(T).Name}>()' where the application is set up.");

    /// <summary>Channels are the application's, so they are found without services of the request's own, whose scope would live as long as the stream.</summary>
    public static SseChannels<TKey, T> Channels<TKey, T>(IServiceProvider services)
        where TKey : notnull => services.GetService<SseChannels<TKey, T>>() ?? throw NoSuchChannels<TKey, T>();

    public static Task FollowAsync<TKey, T>(HttpContext context, SseChannels<TKey, T> channels, TKey key, Action<SseStreamOptions>? configure)
        where TKey : notnull =>
        StreamRequest.Open(context, channels.Engine, configure, out var answer) is { } connection ? FollowAsync(connection, channels, key) : answer;

    private static Task FollowAsync<TKey, T>(SseConnection connection, SseChannels<TKey, T> channels, TKey key)
        where TKey : notnull
    {
        Admission admission;
        ChannelStream stream;
        try
        {
            (stream, admission) = Enter(connection, channels, key);
        }
        catch
        {
            connection.Close();
            throw;
        }

        if (admission == Admission.Admitted)
        {
            return stream.RunAsync();
        }

        connection.End(EndReason.Rejected);
        connection.Close();
        return Rejection.WriteAsync(connection.Context, connection.Engine, admission);
    }

    /// <summary>A channel that is dropped just now has a successor.</summary>
    private static (ChannelStream Stream, Admission Admission) Enter<TKey, T>(SseConnection connection, SseChannels<TKey, T> channels, TKey key)
        where TKey : notnull
    {
        while (true)
        {
            var core = channels.Channel(key).Core;
            var stream = new ChannelStream(connection, core);
            if (core.Enter(stream) is { } admission)
            {
                return (stream, admission);
            }
        }
    }
}
