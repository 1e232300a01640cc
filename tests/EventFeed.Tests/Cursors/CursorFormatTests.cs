using CsCheck;

namespace Investigations.EventFeed.Tests;

public sealed class CursorFormatTests
{
    private static readonly CursorScope Scope = CursorScope.Of("feed", ["b", "a"], "s");
    private static readonly CursorKeyRing Keys = new([new("k1", Key(1)), new("k2", Key(2))]);
    private static readonly FeedPosition Position = new(0x0123456789abcdef, 4711, 0xdeadbeef);

    private static readonly Gen<FeedPosition> Positions = Gen.Select(Gen.Long, Gen.Long[0, long.MaxValue], Gen.UInt, static (epoch, sequence, anchor) => new FeedPosition(epoch, sequence, anchor));

    [Fact]
    public void Cursor_WrittenAndRead_IsTheSame() => Gen.Select(Positions, Gen.Int[0, 3_000_000]).Sample(static (position, day) =>
    {
        var text = CursorFormat.Write(position, day, Scope, Keys.Active);
        Assert.True(CursorFormat.TryRead(text, Scope, Keys, out var read, out var readDay));
        Assert.Equal((position, day), (read, readDay));
        Assert.Equal(text, CursorFormat.Write(position, day, Scope, Keys.Active));
        Assert.Matches("^[A-Za-z0-9_-]{60}$", text);
    });

    [Fact]
    public void Cursor_WithAnyBitOfAnyCharacterFlipped_IsRefused()
    {
        var text = CursorFormat.Write(Position, 20_000, Scope, Keys.Active);
        for (var i = 0; i < text.Length; i++)
        {
            for (var bit = 0; bit < 16; bit++)
            {
                var mutated = text.ToCharArray();
                mutated[i] ^= (char)(1 << bit);
                Assert.False(CursorFormat.TryRead(mutated, Scope, Keys, out _, out _));
            }
        }
    }

    [Fact]
    public void Cursor_CutOrPadded_IsRefused()
    {
        var text = CursorFormat.Write(Position, 20_000, Scope, Keys.Active);
        for (var length = 0; length < text.Length; length++)
        {
            Assert.False(CursorFormat.TryRead(text.AsSpan(0, length), Scope, Keys, out _, out _));
        }

        foreach (var padded in (string[])[text + "A", text + "=", " " + text, text + "\n", text + text, text[..59] + "=", new string('A', 10_240)])
        {
            Assert.False(CursorFormat.TryRead(padded, Scope, Keys, out _, out _));
        }
    }

    [Fact]
    public void Cursor_ByEveryKeyOfTheRing_IsRead()
    {
        var old = CursorFormat.Write(Position, 20_000, Scope, new SigningKey(new("k2", Key(2))));
        Assert.True(CursorFormat.TryRead(old, Scope, Keys, out _, out _));
        Assert.NotEqual(old, CursorFormat.Write(Position, 20_000, Scope, Keys.Active));
    }

    [Theory]
    [InlineData("k1", 9)]
    [InlineData("k3", 1)]
    public void Cursor_ByAnotherKey_IsRefused(string id, byte secret)
    {
        var foreign = CursorFormat.Write(Position, 20_000, Scope, new SigningKey(new(id, Key(secret))));
        Assert.False(CursorFormat.TryRead(foreign, Scope, Keys, out _, out _));
    }

    [Fact]
    public void Scope_OfTheSameFilter_IsTheSameInAnyOrder() =>
        Assert.True(Scope.Digest.SequenceEqual(CursorScope.Of("feed", ["a", "b", "a"], "s").Digest));

    [Fact]
    public void Scope_OfAnythingElse_IsAnother()
    {
        CursorScope[] others =
        [
            Scope, CursorScope.Of("Feed", ["a", "b"], "s"), CursorScope.Of("feed", ["a"], "s"), CursorScope.Of("feed", ["a", "b"], null),
            CursorScope.Of("feed", ["a", "b", "c"], "s"), CursorScope.Of("feed", ["ab"], "s"), CursorScope.Of("feed", [], "s"),
            CursorScope.Of("feed", ["s"], null), CursorScope.Of("feed", [], null), CursorScope.Of("fee", ["d"], null),
        ];
        Assert.Equal(others.Length, others.Select(static scope => Convert.ToHexString(scope.Digest)).Distinct().Count());
    }

    private static byte[] Key(byte fill) => [.. Enumerable.Repeat(fill, 32)];
}
