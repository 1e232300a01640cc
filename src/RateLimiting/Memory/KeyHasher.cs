using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Investigations.RateLimiting;

/// <summary>
/// SipHash-1-3 with 128 bits of output under a random key: a fixed size whatever the caller sends, no caller's identity kept in memory, and no
/// way to choose keys that collide.
/// </summary>
internal sealed class KeyHasher
{
    private readonly ulong _k0;
    private readonly ulong _k1;

    public KeyHasher()
    {
        Span<byte> seed = stackalloc byte[16];
        RandomNumberGenerator.Fill(seed);
        _k0 = BinaryPrimitives.ReadUInt64LittleEndian(seed);
        _k1 = BinaryPrimitives.ReadUInt64LittleEndian(seed[8..]);
    }

    /// <summary>A policy's part of the key, computed once.</summary>
    public static UInt128 OfPolicy(string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    public UInt128 Hash(in RateLimitKey key, UInt128 policy)
    {
        var sip = new Sip(_k0 ^ (ulong)policy, _k1 ^ (ulong)(policy >> 64));
        sip.Add(((ulong)(uint)key.Type.Length << 32) | (uint)key.Text.Length);
        sip.Add(key.Bits);
        Add(ref sip, key.Type);
        Add(ref sip, key.Text);
        return sip.Finish();
    }

    private static void Add(ref Sip sip, string text)
    {
        var bytes = MemoryMarshal.AsBytes(text.AsSpan());
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            sip.Add(BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        if (bytes.Length > 0)
        {
            var last = 0UL;
            for (var i = 0; i < bytes.Length; i++)
            {
                last |= (ulong)bytes[i] << (8 * i);
            }

            sip.Add(last);
        }
    }

    private struct Sip(ulong k0, ulong k1)
    {
        private ulong _v0 = k0 ^ 0x736f6d6570736575;
        private ulong _v1 = k1 ^ 0x646f72616e646f6d ^ 0xee;
        private ulong _v2 = k0 ^ 0x6c7967656e657261;
        private ulong _v3 = k1 ^ 0x7465646279746573;

        public void Add(ulong word)
        {
            _v3 ^= word;
            Round();
            _v0 ^= word;
        }

        public UInt128 Finish()
        {
            _v2 ^= 0xee;
            Round();
            Round();
            Round();
            var low = _v0 ^ _v1 ^ _v2 ^ _v3;
            _v1 ^= 0xdd;
            Round();
            Round();
            Round();
            return new UInt128(_v0 ^ _v1 ^ _v2 ^ _v3, low);
        }

        private void Round()
        {
            _v0 += _v1;
            _v2 += _v3;
            _v1 = BitOperations.RotateLeft(_v1, 13) ^ _v0;
            _v3 = BitOperations.RotateLeft(_v3, 16) ^ _v2;
            _v0 = BitOperations.RotateLeft(_v0, 32);
            _v2 += _v1;
            _v0 += _v3;
            _v1 = BitOperations.RotateLeft(_v1, 17) ^ _v2;
            _v3 = BitOperations.RotateLeft(_v3, 21) ^ _v0;
            _v2 = BitOperations.RotateLeft(_v2, 32);
        }
    }
}
