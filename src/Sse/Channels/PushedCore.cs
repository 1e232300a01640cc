using System.Globalization;
using System.Text;

namespace Investigations.Sse;

/// <summary>A channel whose events the application publishes. What has left the ring is gone.</summary>
internal sealed class PushedCore(SseEngine engine, ChannelSettings settings) : ChannelCore(engine, settings)
{
    private readonly string _epoch = PushedId.NewEpoch();

    /// <summary>Appends an encoded event; answers whether the channel is still in use.</summary>
    public bool TryPublish(ReadOnlySpan<byte> body)
    {
        lock (Gate)
        {
            if (IsRetired)
            {
                return false;
            }

            var sequence = Ring.Head;
            Ring.Append(new Frame(sequence, id: null, WithId(sequence, body)));
            Used();
        }

        Fanout.Appended();
        return true;
    }

    public override ValueTask<Joint> JoinAsync(Place place, CancellationToken cancellationToken)
    {
        var ring = Ring;
        if (place.LastId is not { } id)
        {
            return ValueTask.FromResult(Joint.On(place.Start == SseStart.Beginning ? ring.Tail : ring.Head, place));
        }

        var sequence = PushedId.Parse(id, _epoch);
        if (sequence < 0 || sequence >= ring.Head)
        {
            throw new SseResetException(ResetReason.Invalid);
        }

        return sequence + 1 < ring.Tail ? throw new SseResetException(ResetReason.Expired) : ValueTask.FromResult(Joint.On(sequence + 1, place));
    }

    public override Joint Rejoin(Place place) => throw new SseResetException(ResetReason.Expired);

    private byte[] WithId(long sequence, ReadOnlySpan<byte> body)
    {
        Span<byte> id = stackalloc byte[48];
        Encoding.ASCII.TryGetBytes("id: ", id, out var length);
        length += Encoding.ASCII.GetBytes(_epoch, id[length..]);
        id[length++] = (byte)'-';
        sequence.TryFormat(id[length..], out var digits, provider: CultureInfo.InvariantCulture);
        length += digits;
        id[length++] = (byte)'\n';

        var bytes = new byte[length + body.Length];
        id[..length].CopyTo(bytes);
        body.CopyTo(bytes.AsSpan(length));
        return bytes;
    }
}
