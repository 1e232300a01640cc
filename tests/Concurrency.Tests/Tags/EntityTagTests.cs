namespace Investigations.Concurrency.Tests;

public sealed class EntityTagTests
{
    [Fact]
    public void EntityTag_CanonicalNumber_IsThatVersion() => Assert.Equal(new EntityTag(3), new EntityTag("3"));

    [Theory]
    [InlineData("03")]
    [InlineData("-1")]
    [InlineData("+3")]
    [InlineData("")]
    [InlineData("9223372036854775808")]
    public void EntityTag_OtherText_IsNoVersion(string text)
    {
        var tag = new EntityTag(text);

        Assert.False(tag.IsVersion);
        Assert.Equal($"\"{text}\"", tag.ToString());
        Assert.Throws<InvalidOperationException>(() => tag.Version);
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("a\"b")]
    [InlineData("a\nb")]
    [InlineData("\u007F")]
    public void EntityTag_TextThatNoTagMayHave_IsRefused(string text) => Assert.Throws<ArgumentException>(() => new EntityTag(text));

    [Fact]
    public void EntityTag_NegativeVersion_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new EntityTag(-1));

    [Fact]
    public void Matches_WeakAndStrong_IsByTextAlone()
    {
        Assert.True(new EntityTag("a", isWeak: true).Matches(new EntityTag("a")));
        Assert.NotEqual(new EntityTag("a", isWeak: true), new EntityTag("a"));
        Assert.False(new EntityTag("a").Matches(new EntityTag("A")));
        Assert.False(new EntityTag(0).Matches(new EntityTag("")));
    }

    [Fact]
    public void FromBytes_RowVersion_IsAValidTag()
    {
        var tag = EntityTag.FromBytes([0, 0, 0, 0, 0, 0, 0xFF, 0xFE]);

        Assert.Equal(tag, TagListParser.Parse(tag.ToString(), allowBare: false)[0]);
    }
}
