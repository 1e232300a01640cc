using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Investigations.RateLimiting;

/// <summary>
/// NH, the universal hash of UMAC (RFC 4418 §5.2), over 64-bit words under random keys: two keys share a hash with a chance of 2^-64, whoever
/// chooses them. A fixed size whatever the caller sends, and no caller's identity kept in memory. Texts longer than the keys reach go
/// through SHA-256 first.
/// </summary>
internal sealed class KeyHasher
{
    private const int MaxCharacters = 64;

    private readonly ulong[] _keys = new ulong[4 + MaxCharacters / 4];

    public KeyHasher() => RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(_keys.AsSpan()));

    /// <summary>A policy's part of the key, computed once.</summary>
    public static UInt128 OfPolicy(string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name.ToUpperInvariant()), hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    public KeyHash Hash(in RateLimitKey key, UInt128 policy)
    {
        ref var keys = ref MemoryMarshal.GetArrayDataReference(_keys);
        var sum = new Sum();
        sum.Add((ulong)policy + keys, (ulong)(policy >> 64) + Unsafe.Add(ref keys, 1));
        sum.Add(key.Tag + Unsafe.Add(ref keys, 2), key.Bits + Unsafe.Add(ref keys, 3));
        if (key.Text is { Length: > 0 } text)
        {
            if (text.Length <= MaxCharacters)
            {
                AddText(ref sum, MemoryMarshal.AsBytes(text.AsSpan()));
            }
            else
            {
                AddDigest(ref sum, text);
            }
        }

        return new(sum.Low, sum.High);
    }

    private void AddDigest(ref Sum sum, string text)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan()), digest);
        AddText(ref sum, digest);
    }

    /// <summary>Pairs of words; the last one overlaps the one before it, which the length, a part of the tag, makes unambiguous.</summary>
    private void AddText(ref Sum sum, ReadOnlySpan<byte> text)
    {
        ref var keys = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_keys), 4);
        ref var bytes = ref MemoryMarshal.GetReference(text);
        if (text.Length < 16)
        {
            var (first, last) = Ends(ref bytes, text.Length);
            sum.Add(first + keys, last + Unsafe.Add(ref keys, 1));
            return;
        }

        var end = text.Length - 16;
        for (var at = 0; at < end; at += 16)
        {
            AddPair(ref sum, ref bytes, at, ref keys);
            keys = ref Unsafe.Add(ref keys, 2);
        }

        AddPair(ref sum, ref bytes, end, ref keys);
    }

    private static void AddPair(ref Sum sum, ref byte bytes, int at, ref ulong keys) => sum.Add(
        Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref bytes, at)) + keys,
        Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref bytes, at + 8)) + Unsafe.Add(ref keys, 1));

    private static (ulong First, ulong Last) Ends(ref byte bytes, int length) => length switch
    {
        >= 8 => (Unsafe.ReadUnaligned<ulong>(ref bytes), Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref bytes, length - 8))),
        >= 4 => (Unsafe.ReadUnaligned<uint>(ref bytes), Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref bytes, length - 4))),
        _ => (Unsafe.ReadUnaligned<ushort>(ref bytes), 0),
    };

    /// <summary>A sum of products modulo 2^128.</summary>
    private struct Sum
    {
        public ulong Low;
        public ulong High;

        public void Add(ulong left, ulong right)
        {
            var high = Math.BigMul(left, right, out var low);
            Low += low;
            High += high + (Low < low ? 1UL : 0);
        }
    }
}
