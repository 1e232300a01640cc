using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Investigations.Sse.Tests;

public class SseEncoderTests
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    [Fact]
    public void Encode_TextAndBytes_AreRaw()
    {
        Assert.Equal("data: \"q\"\n\n", Encode("\"q\""));
        Assert.Equal("data: {\"a\":1}\n\n", Encode<ReadOnlyMemory<byte>>("{\"a\":1}"u8.ToArray()));
        Assert.Equal("data: a\ndata: b\n\n", Encode("a\nb"u8.ToArray()));
        Assert.Equal("data: t\n\n", Encode<object>("t"));
    }

    [Fact]
    public void Encode_Null_IsEmptyData() => Assert.Equal("data: \n\n", Encode<string?>(null));

    [Fact]
    public void Encode_Derived_WritesWhatItIs() => Assert.Equal("data: {\"side\":2,\"name\":\"s\"}\n\n", Encode<Shape>(new Square("s", 2)));

    [Fact]
    public void Encode_DeclaredPolymorphism_WritesTheDiscriminator() => Assert.Equal("data: {\"$type\":\"cat\",\"lives\":9}\n\n", Encode<Animal>(new Cat(9)));

    [Fact]
    public void Encode_IndentedOptions_StayOneLine() =>
        Assert.Equal("data: {\"side\":1,\"name\":\"x\"}\n\n", Encode(new Square("x", 1), new JsonSerializerOptions(Web) { WriteIndented = true }));

    [Fact]
    public void Encode_ConverterThatWritesRawLines_CannotForgeAField() => Assert.Equal(
        "data: {\ndata: \ndata: event: forged}\n\n",
        Encode(new Square("x", 1), new JsonSerializerOptions(Web) { Converters = { new RawConverter() } }));

    [Fact]
    public void Encode_AppsEncoder_IsUsed() =>
        Assert.Equal("data: {\"side\":1,\"name\":\"é\"}\n\n", Encode(new Square("é", 1), new JsonSerializerOptions(Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));

    [Theory]
    [InlineData("a\nb", null)]
    [InlineData("a\rb", null)]
    [InlineData("a\0b", null)]
    [InlineData(null, "a\nb")]
    [InlineData(null, "a\rb")]
    [InlineData(null, "a\0b")]
    public void Encode_LineEndInTypeOrId_IsRefused(string? type, string? id)
    {
        Assert.ThrowsAny<ArgumentException>(() => Encode(new SseItem<string>("x", type) { EventId = id }, Web));
    }

    [Fact]
    public void Encode_IdAtAndOverTheBound_IsTakenAndRefused()
    {
        Assert.StartsWith("id: é", Encode(new SseItem<string>("x") { EventId = new string('é', 128) }, Web), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Encode(new SseItem<string>("x") { EventId = new string('é', 129) }, Web));
    }

    [Fact]
    public void Encode_AfterAFailure_IsClean()
    {
        var encoder = new SseEncoder<object>(null, Web);
        Assert.ThrowsAny<Exception>(() => encoder.Encode(new SseItem<object>(new Broken())));
        Assert.Equal("data: {\"side\":1,\"name\":\"x\"}\n\n", Encoding.UTF8.GetString(encoder.Encode(new SseItem<object>(new Square("x", 1))).Span));
    }

    private static string Encode<T>(T data, JsonSerializerOptions? options = null) => Encode(new SseItem<T>(data), options ?? Web);

    private static string Encode<T>(SseItem<T> item, JsonSerializerOptions options) => Encoding.UTF8.GetString(new SseEncoder<T>(null, options).Encode(item).Span);

    private abstract record Shape(string Name);

    private sealed record Square(string Name, int Side) : Shape(Name);

    [JsonDerivedType(typeof(Cat), "cat")]
    private abstract record Animal;

    private sealed record Cat(int Lives) : Animal;

    private sealed class Broken
    {
        public Func<int> Fails { get; } = () => 1;
    }

    private sealed class RawConverter : JsonConverter<Square>
    {
        public override Square Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, Square value, JsonSerializerOptions options) => writer.WriteRawValue("{\n\r\nevent: forged}", skipInputValidation: true);
    }
}
