using System.Buffers.Binary;

namespace Investigations.RateLimiting.StackExchangeRedis;

/// <summary>
/// Numbers as the script and its caller tell them each other: doubles, which Lua's numbers are, one behind the other in one string
/// (<c>struct</c>'s <c>&lt;d</c>). A value for each number costs both sides several times as much.
/// </summary>
internal static class PackedNumbers
{
    public static byte[] Pack(params ReadOnlySpan<double> numbers)
    {
        var packed = new byte[numbers.Length * sizeof(double)];
        for (var i = 0; i < numbers.Length; i++)
        {
            Write(packed, i, numbers[i]);
        }

        return packed;
    }

    public static void Write(Span<byte> packed, int index, double number) => BinaryPrimitives.WriteDoubleLittleEndian(packed[(index * sizeof(double))..], number);

    public static long ReadWhole(ReadOnlySpan<byte> packed, int index) => (long)BinaryPrimitives.ReadDoubleLittleEndian(packed[(index * sizeof(double))..]);
}
