using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace Investigations.Sse;

/// <summary>What holds for all streams of the application. Validated when the host starts.</summary>
public sealed class SseOptions : SseStreamSettings
{
    /// <summary>How often a sourced channel that someone watches asks its source, unless the channel's options say otherwise: 50 ms to 60 s. 0.5 seconds unless set.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>
    /// The window in which a channel's events are joined into one write, unless the channel's options say otherwise: 0 to 10 s.
    /// An event after a quiet spell goes at once; those that follow within the window go together when it ends. 50 ms unless set.
    /// </summary>
    public TimeSpan CoalesceWindow { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How many streams the process holds at most, 1 or more. 10 000 unless set.</summary>
    public int MaxConnections { get; set; } = 10_000;

    /// <summary>How many streams one client holds at most, 1 or more; <see langword="null"/>, the default, for no such limit.</summary>
    public int? MaxConnectionsPerClient { get; set; }

    /// <summary>
    /// Who a client is, for <see cref="MaxConnectionsPerClient"/>; <see langword="null"/> is not limited. The default is the
    /// user's <see cref="ClaimTypes.NameIdentifier"/>, <c>sub</c> or name, else the remote address.
    /// </summary>
    public Func<HttpContext, string?> ClientKey { get; set; } = ClientIdentity.Of;

    /// <summary>What a client that was turned away for want of room is told to wait, spread like <see cref="SseStreamSettings.RetryInterval"/>: 0 to 1 hour. 10 seconds unless set.</summary>
    public TimeSpan RejectRetryInterval { get; set; } = TimeSpan.FromSeconds(10);
}
