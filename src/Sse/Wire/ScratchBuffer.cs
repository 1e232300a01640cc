using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Investigations.Sse;

/// <summary>Pooled memory that grows. Holds none while it is empty.</summary>
internal sealed class ScratchBuffer : IBufferWriter<byte>
{
    private byte[] _memory = [];
    private int _length;

    public ReadOnlyMemory<byte> Written => _memory.AsMemory(0, _length);

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _memory.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _memory.AsSpan(_length);
    }

    public void Clear()
    {
        _length = 0;
        Swap([]);
    }

    private void Reserve(int sizeHint)
    {
        var needed = checked(_length + Math.Max(sizeHint, 1));
        if (needed > _memory.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, Math.Max(512, (int)Math.Min(_memory.Length * 2L, Array.MaxLength))));
            Written.Span.CopyTo(larger);
            Swap(larger);
        }
    }

    [MemberNotNull(nameof(_memory))]
    private void Swap(byte[] next)
    {
        if (_memory is { Length: > 0 } old)
        {
            ArrayPool<byte>.Shared.Return(old);
        }

        _memory = next;
    }
}
