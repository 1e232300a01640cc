using CsCheck;
using Microsoft.Extensions.Primitives;

namespace Investigations.Concurrency.Tests;

public sealed class TagListParserTests
{
    [Fact]
    public void Parse_NoHeader_IsMissing() =>
        Assert.Equal(TagListKind.Missing, TagListParser.Parse(StringValues.Empty, allowBare: true).Kind);

    [Fact]
    public void Parse_TwoLines_AreOneList()
    {
        var tags = TagListParser.Parse(new StringValues(["\"2\"", "W/\"3\""]), allowBare: true);

        Assert.Equal(2, tags.Count);
        Assert.Equal("\"2\"", tags[0].ToString());
        Assert.Equal("W/\"3\"", tags[1].ToString());
    }

    [Fact]
    public void Parse_BareVersionWhereRefused_IsMalformed() =>
        Assert.Equal(TagListError.BareVersionRefused, TagListParser.Parse("3", allowBare: false).Error);

    [Theory]
    [InlineData(64, TagListError.None)]
    [InlineData(65, TagListError.TooMany)]
    public void Parse_ManyTags_AreLimited(int count, object error) =>
        Assert.Equal((TagListError)error, TagListParser.Parse(string.Join(',', Enumerable.Repeat("\"1\"", count)), allowBare: true).Error);

    [Theory]
    [InlineData("٣")]
    [InlineData("\"a\u007F\"")]
    [InlineData("\"a\tb\"")]
    public void Parse_CharactersThatNoServerPasses_AreMalformed(string header) =>
        Assert.Equal(TagListKind.Malformed, TagListParser.Parse(header, allowBare: true).Kind);

    [Fact]
    public void Parse_TextBeyondAscii_IsPartOfATag() =>
        Assert.Equal("é", TagListParser.Parse("\"é\"", allowBare: true)[0].Text);

    [Theory]
    [InlineData("\"3\"")]
    [InlineData("3")]
    [InlineData("W/\"3\"")]
    [InlineData("\"some-opaque-text\"")]
    [InlineData("*")]
    [InlineData("broken")]
    public void Parse_OneTag_AllocatesNothing(string header)
    {
        var lines = new StringValues(header);
        TagListParser.Parse(lines, allowBare: true);

        var before = GC.GetAllocatedBytesForCurrentThread();
        TagListParser.Parse(lines, allowBare: true);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Parse_WhatWasWritten_ReadsBack() =>
        Gen.Select(Gen.OneOf(Gen.Long[0, long.MaxValue].Select(v => new EntityTag(v)), TagText.Select(t => new EntityTag(t))), Gen.Bool)
            .Select((tag, isWeak) => isWeak ? tag.AsWeak() : tag).Array[1, 64]
            .Sample(tags =>
            {
                var read = TagListParser.Parse(string.Join(", ", tags), allowBare: false);
                Assert.Equal(TagListKind.Tags, read.Kind);
                Assert.Equal(tags, Enumerable.Range(0, read.Count).Select(i => read[i]));
            });

    [Fact]
    public void Parse_AnyText_NeverThrowsAndNeverDropsAnything() =>
        Gen.Char["\"\"\",, *W/3w0x\t\u007Fé"].Array[0, 20].Select(chars => new string(chars)).Sample(text =>
        {
            var read = TagListParser.Parse(text, allowBare: true);

            // Whatever was read, written out and compared with the text without separators, is all there was.
            if (read.Kind == TagListKind.Tags)
            {
                var written = string.Concat(Enumerable.Range(0, read.Count).Select(i => read[i].ToString()));
                Assert.Equal(Squeezed(written), Squeezed(text));
            }
        });

    private static Gen<string> TagText => Gen.Char['\x21', '\x7E'].Where(c => c != '"').Array[0, 30].Select(chars => new string(chars));

    private static string Squeezed(string text) => string.Concat(text.Where(c => c is not (',' or ' ' or '\t' or '"')));
}
