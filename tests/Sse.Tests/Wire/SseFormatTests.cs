using System.Buffers;
using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text;
using CsCheck;

namespace Investigations.Sse.Tests;

public class SseFormatTests
{
    [Theory]
    [InlineData("a\r\nb\rc\n", "data: a\ndata: b\ndata: c\ndata: \n\n")]
    [InlineData("", "data: \n\n")]
    [InlineData("\n", "data: \ndata: \n\n")]
    [InlineData("\r\r\n\n", "data: \ndata: \ndata: \ndata: \n\n")]
    [InlineData(" x", "data:  x\n\n")]
    [InlineData("id: 7\n\nevent: forged\ndata: x", "data: id: 7\ndata: \ndata: event: forged\ndata: data: x\n\n")]
    public void Data_AnyLineEnds_EachLineIsAField(string data, string expected) => Assert.Equal(expected, Write(data));

    [Fact]
    public void Event_Message_HasNoEventLine() => Assert.Equal("id: 1\ndata: x\n\n", Write("x", SseParser.EventTypeDefault, "1"));

    [Fact]
    public void Event_EmptyId_ClearsTheResumePoint() => Assert.Equal("id: \ndata: x\n\n", Write("x", null, ""));

    [Theory]
    [InlineData(0, "retry: 0\n")]
    [InlineData(1234.9, "retry: 1234\n")]
    [InlineData(3_600_000, "retry: 3600000\n")]
    public void Retry_AnyCulture_IsDigitsOnABareLine(double milliseconds, string expected)
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = new NumberFormatInfo { NativeDigits = ["٠", "١", "٢", "٣", "٤", "٥", "٦", "٧", "٨", "٩"], DigitSubstitution = DigitShapes.NativeNational, NumberDecimalSeparator = "٫", NumberGroupSeparator = "٬" } };
            var output = new ArrayBufferWriter<byte>();
            SseFormat.WriteRetry(output, TimeSpan.FromMilliseconds(milliseconds));
            Assert.Equal(expected, Encoding.UTF8.GetString(output.WrittenSpan));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Data_LoneSurrogates_BecomeReplacementCharacters()
    {
        var bytes = Encode(new SseItem<string>("a\uD800b\uDC00c\uD83D\uDE00"));
        Assert.Equal("data: a\uFFFDb\uFFFDc\U0001F600\n\n", new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes));
    }

    [Fact]
    public void AnyItem_ReadByTheFrameworksParser_ComesBack() => Items.Sample(
        items =>
        {
            var stream = new MemoryStream();
            stream.Write(":\nretry: 5\n"u8);
            foreach (var item in items)
            {
                stream.Write(Encode(item));
                stream.Write(":\n"u8);
            }

            stream.Write("retry: 7\n"u8);
            stream.Position = 0;
            var read = SseParser.Create(stream).Enumerate().ToArray();
            Assert.Equal(items.Select(item => (Lines(item.Data), item.EventType)), read.Select(item => (item.Data, item.EventType)));
            Assert.Equal(items.Select(item => item.EventId), read.Select(item => item.EventId));
        },
        iter: 2000);

    [Fact]
    public void LargeData_OfOneAndManyLines_IsWhole()
    {
        var data = string.Concat(Enumerable.Repeat(new string('x', 1000) + "\n", 2000));
        var read = SseParser.Create(new MemoryStream(Encode(new SseItem<string>(data)))).Enumerate().Single();
        Assert.Equal(data, read.Data);
    }

    private static Gen<SseItem<string>[]> Items { get; } = Gen.Select(
            Gen.String[Gen.Char["ab :\r\n\0\t{}\"é€\uFEFF"], 0, 12],
            Gen.String[Gen.Char["ab :é€"], 0, 6].Null(),
            Gen.String[Gen.Char["ab :-"], 0, 6].Null(),
            (data, type, id) => new SseItem<string>(data, string.IsNullOrEmpty(type) ? null : type) { EventId = id })
        .Array[1, 6];

    private static string Lines(string data) => data.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');

    private static string Write(string data, string? type = null, string? id = null)
    {
        var output = new ArrayBufferWriter<byte>();
        SseFormat.WriteEvent(output, Encoding.UTF8.GetBytes(data), type, id, retry: null);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static byte[] Encode(SseItem<string> item) => new SseEncoder<string>(null, System.Text.Json.JsonSerializerOptions.Default).Encode(item).ToArray();
}
