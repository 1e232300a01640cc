using CsCheck;

namespace Investigations.Sse.Tests;

public class FrameRingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(20)]
    [InlineData(1000)]
    public void Append_PastCapacity_KeepsTheNewest(int capacity)
    {
        var ring = new FrameRing(capacity, long.MaxValue, first: 5);
        for (var i = 5; i < 500; i++)
        {
            ring.Append(Frame(i, 1));
            var tail = Math.Max(5, i + 1 - capacity);
            Assert.Equal((tail, i + 1), (ring.Tail, ring.Head));
            Assert.Equal(i, ring.Find(i)!.Sequence);
            Assert.Equal(tail, ring.Find(tail)!.Sequence);
            Assert.Null(ring.Find(tail - 1));
            Assert.Equal(tail, ring.IndexOf($"id{tail}"));
            Assert.Equal(-1, ring.IndexOf($"id{tail - 1}"));
        }
    }

    [Fact]
    public void Append_NumbersPastADoublesPrecision_StayApart()
    {
        const long first = (1L << 53) + 1;
        var ring = new FrameRing(4, long.MaxValue, first);
        for (var i = first; i < first + 10; i++)
        {
            ring.Append(Frame(i, 1));
            Assert.Equal(i, ring.IndexOf($"id{i}"));
            Assert.Equal(i, ring.Find(i)!.Sequence);
        }
    }

    [Fact]
    public void Append_PastTheBytes_DropsTheOldestButNeverTheNewest()
    {
        var ring = new FrameRing(100, maxBytes: 10, first: 1);
        ring.Append(Frame(1, 4));
        ring.Append(Frame(2, 4));
        ring.Append(Frame(3, 4));
        Assert.Equal((2, 4), (ring.Tail, ring.Head));
        ring.Append(Frame(4, 50));
        Assert.Equal((4, 5), (ring.Tail, ring.Head));
        Assert.NotNull(ring.Find(4));
    }

    [Fact]
    public void Append_AnySizes_HoldsExactlyWhatItSays() => Gen.Select(Gen.Int[1, 12], Gen.Int[1, 40], Gen.Int[0, 20].Array[0, 60]).Sample((capacity, maxBytes, sizes) =>
    {
        var ring = new FrameRing(capacity, maxBytes, first: 1);
        foreach (var size in sizes)
        {
            ring.Append(Frame(ring.Head, size));
            var held = Enumerable.Range((int)ring.Tail, (int)(ring.Head - ring.Tail)).Select(i => ring.Find(i)!).ToArray();
            Assert.All(held, Assert.NotNull);
            Assert.True(held.Length <= capacity && (held.Length == 1 || held.Sum(frame => frame.Bytes.Length) <= maxBytes));
        }
    });

    [Fact]
    public async Task Find_WhileAppending_NeverGivesAnotherFrame()
    {
        var ring = new FrameRing(16, long.MaxValue, first: 1);
        var reader = Task.Run(() =>
        {
            long seen = 0;
            while (seen < 200_000)
            {
                var head = ring.Head;
                for (var i = Math.Max(1, head - 4); i < head; i++)
                {
                    // A frame that is missing was dropped meanwhile; a wrong one would be a torn read.
                    var frame = ring.Find(i);
                    Assert.True(frame is not null ? frame.Sequence == i : ring.Tail > i);
                }

                seen = head;
            }
        }, TestContext.Current.CancellationToken);
        for (var i = 1; i <= 200_001; i++)
        {
            ring.Append(Frame(i, 0));
        }

        await reader;
    }

    private static Frame Frame(long sequence, int size) => new(sequence, $"id{sequence}", new byte[size]);
}
