using CsCheck;

namespace Investigations.Concurrency.Tests;

public sealed class ExpectedVersionTests
{
    [Theory]
    [InlineData(null, true)]
    [InlineData(3L, true)]
    public void Unspecified_AnyResource_IsSatisfied(long? current, bool satisfied) =>
        Assert.Equal(satisfied, ExpectedVersion.Unspecified.IsSatisfiedBy(current));

    [Theory]
    [InlineData(null, false)]
    [InlineData(0L, true)]
    public void Any_ResourceThatExists_Satisfies(long? current, bool satisfied) => Assert.Equal(satisfied, ExpectedVersion.Any.IsSatisfiedBy(current));

    [Theory]
    [InlineData(null, true)]
    [InlineData(0L, false)]
    public void Absent_ResourceThatExists_DoesNotSatisfy(long? current, bool satisfied) => Assert.Equal(satisfied, ExpectedVersion.Absent.IsSatisfiedBy(current));

    [Theory]
    [InlineData(null, false)]
    [InlineData(3L, true)]
    [InlineData(4L, false)]
    public void Exactly_ThatVersion_Satisfies(long? current, bool satisfied) => Assert.Equal(satisfied, ExpectedVersion.Exactly(3).IsSatisfiedBy(current));

    [Fact]
    public void OneOf_Values_AreThoseThatSatisfy() =>
        Gen.Select(Gen.Long[0, 20].Array[0, 10], Gen.Long[0, 20]).Sample((versions, current) =>
        {
            var expected = ExpectedVersion.OneOf(versions);
            Assert.Equal(versions, expected.Values);
            Assert.Equal(versions.Contains(current), expected.IsSatisfiedBy(current));
        });

    [Fact]
    public void TryGetValue_ExactlyOneVersion_IsGiven()
    {
        Assert.True(ExpectedVersion.Exactly(3).TryGetValue(out var version));
        Assert.Equal(3, version);
        Assert.False(ExpectedVersion.OneOf(3, 4).TryGetValue(out _));
        Assert.False(ExpectedVersion.Exactly(new EntityTag("abc")).TryGetValue(out _));
        Assert.False(ExpectedVersion.Any.TryGetValue(out _));
    }

    [Fact]
    public void Values_TagsThatAreNoVersions_AreLeftOut()
    {
        var expected = ExpectedVersion.OneOf(new EntityTag("abc"), new EntityTag(3));

        Assert.Equal([3], expected.Values);
        Assert.Equal(["abc", "3"], expected.Tags.Select(tag => tag.Text));
    }

    [Fact]
    public void ToString_Each_IsReadable() =>
        Assert.Equal(
            ["(unspecified)", "*", "(absent)", "\"3\"", "\"3\", \"4\""],
            new[] { default, ExpectedVersion.Any, ExpectedVersion.Absent, ExpectedVersion.Exactly(3), ExpectedVersion.OneOf(3, 4) }.Select(e => e.ToString()));

    [Fact]
    public void Exactly_NegativeVersion_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => ExpectedVersion.Exactly(-1));
}
