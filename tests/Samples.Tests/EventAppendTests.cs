using System.Net;
using System.Text;
using System.Text.Json;
using Investigations.Samples.Tests.Hosting;

namespace Investigations.Samples.Tests;

public sealed class EventAppendTests : AlicesCase
{
    [Fact]
    public async Task Append_OfOneEvent_StoresItAsGiven()
    {
        var answer = await Alice.PostAsync(Events,
            """{"id":"e-1","type":"tool_complete","run_id":"r-1","occurred_at":"2026-01-02T03:04:05.678+01:00","data":{"a":[1,null,"é\u0000"]}}""").OkAsync();

        var result = Assert.Single(answer.GetProperty("results").EnumerateArray());
        Assert.Equal(["id", "outcome", "sequence", "timestamp"], result.EnumerateObject().Select(m => m.Name));
        Assert.Equal("appended", result.Text("outcome"));
        Assert.Equal(1, result.Number("sequence"));

        var e = Assert.Single(await StoredAsync());
        Assert.Equal(["id", "type", "run_id", "sequence", "timestamp", "occurred_at", "data"], e.EnumerateObject().Select(m => m.Name));
        Assert.Equal("e-1", e.Text("id"));
        Assert.Equal("r-1", e.Text("run_id"));
        Assert.Equal(result.Text("timestamp"), e.Text("timestamp"));
        Assert.Equal("2026-01-02T02:04:05.678Z", e.Text("occurred_at"));
        using var expected = JsonDocument.Parse("""{"a":[1,null,"é\u0000"]}""");
        Assert.True(JsonElement.DeepEquals(expected.RootElement, e.GetProperty("data")));
    }

    [Fact]
    public async Task Append_WithoutIdAndData_MakesThem()
    {
        await Alice.PostAsync(Events, """{"type":"note"}""").OkAsync();

        var e = Assert.Single(await StoredAsync());
        Assert.Equal(7, Guid.Parse(e.Text("id")!).Version);
        Assert.Equal("{}", e.GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task Append_OfTheSameEventAgain_IsADuplicateAtItsFirstPosition()
    {
        var first = await AppendAsync("""{"id":"x","type":"t","data":{"n":1.0,"m":2}}""");
        await AppendAsync("""{"type":"between"}""");

        var again = await AppendAsync("""{"data":{"m":2,"n":1e0},"type":"t","id":"x"}""");

        Assert.Equal("duplicate", again.Text("outcome"));
        Assert.Equal(first.Number("sequence"), again.Number("sequence"));
        Assert.Equal(first.Text("timestamp"), again.Text("timestamp"));
        Assert.Equal(2, (await StoredAsync()).Count);
    }

    [Theory]
    [InlineData("""{"id":"x","type":"other","run_id":"r","occurred_at":"2026-01-01T00:00:00Z","data":{"n":1}}""")]
    [InlineData("""{"id":"x","type":"t","run_id":"s","occurred_at":"2026-01-01T00:00:00Z","data":{"n":1}}""")]
    [InlineData("""{"id":"x","type":"t","run_id":"r","data":{"n":1}}""")]
    [InlineData("""{"id":"x","type":"t","run_id":"r","occurred_at":"2026-01-01T00:00:00Z","data":{"n":2}}""")]
    public async Task Append_OfTheSameIdWithOtherContent_ConflictsAndStoresNothing(string other)
    {
        await AppendAsync("""{"id":"x","type":"t","run_id":"r","occurred_at":"2026-01-01T00:00:00Z","data":{"n":1}}""");

        var problem = await Alice.PostAsync(Events, other).ProblemAsync(HttpStatusCode.Conflict, "event_conflict");

        Assert.Equal("conflict", Assert.Single(problem.GetProperty("results").EnumerateArray()).Text("outcome"));
        Assert.Equal("t", Assert.Single(await StoredAsync()).Text("type"));
    }

    [Fact]
    public async Task Append_OfABatch_AnswersEachInItsOrder()
    {
        await AppendAsync("""{"id":"b","type":"t"}""");
        await AppendAsync("""{"id":"c","type":"t"}""");

        var answer = await Alice.PostAsync(Events,
            """{"events":[{"id":"a","type":"t"},{"id":"b","type":"t"},{"id":"c","type":"changed"},{"id":"d","type":"t"},{"id":"a","type":"t"}]}""").OkAsync();

        Assert.Equal(["appended", "duplicate", "conflict", "appended", "duplicate"],
            answer.GetProperty("results").EnumerateArray().Select(r => r.Text("outcome")));
        Assert.Equal(["b", "c", "a", "d"], (await StoredAsync()).Select(e => e.Text("id")));
    }

    [Theory]
    [InlineData("""{"events":[{"type":"t"},{"type":"UPPER"}]}""", "invalid_member", 1)]
    [InlineData("""{"events":[{"type":"t","extra":1},{"type":"t"}]}""", "unknown_member", 0)]
    [InlineData("""{"events":[{"type":"t"},{"type":"t"},3]}""", "invalid_member", 2)]
    public async Task Append_OfABatchWithABadEvent_NamesItsIndexAndStoresNothing(string batch, string code, int index)
    {
        var problem = await Alice.PostAsync(Events, batch).ProblemAsync(HttpStatusCode.BadRequest, code);

        Assert.Equal(index, problem.Number("index"));
        Assert.Contains($"events[{index}]", problem.Text("detail"), StringComparison.Ordinal);
        Assert.Empty(await StoredAsync());
    }

    public static TheoryData<string, string> BadEvents() => new()
    {
        { "", "invalid_json" },
        { "{", "invalid_json" },
        { "[{\"type\":\"t\"}]", "invalid_json" },
        { "\"text\"", "invalid_json" },
        { """{"type":"t","data":{"a":1,"a":2}}""", "invalid_json" },
        { """{"type":"t","data":{"a":"\udc00"}}""", "invalid_json" },
        { $$"""{"type":"t","data":{{Nested(200)}}}""", "invalid_json" },
        { "{}", "invalid_member" },
        { """{"type":null}""", "invalid_member" },
        { """{"type":""}""", "invalid_member" },
        { """{"type":"1t"}""", "invalid_member" },
        { """{"type":"tool complete"}""", "invalid_member" },
        { """{"type":"t\n"}""", "invalid_member" },
        { $$"""{"type":"{{new string('t', 65)}}"}""", "invalid_member" },
        { """{"type":"t","id":""}""", "invalid_member" },
        { """{"type":"t","id":7}""", "invalid_member" },
        { """{"type":"t","id":"a\u0000"}""", "invalid_member" },
        { """{"type":"t","id":"a\u0085"}""", "invalid_member" },
        { $$"""{"type":"t","id":"{{new string('i', 201)}}"}""", "invalid_member" },
        { $$"""{"type":"t","id":"{{new string('i', 10_000)}}"}""", "invalid_member" },
        { """{"type":"t","run_id":"a b"}""", "invalid_member" },
        { """{"type":"t","run_id":"a/b"}""", "invalid_member" },
        { $$"""{"type":"t","run_id":"{{new string('r', 129)}}"}""", "invalid_member" },
        { """{"type":"t","occurred_at":"yesterday"}""", "invalid_member" },
        { """{"type":"t","occurred_at":"2026-13-01T00:00:00Z"}""", "invalid_member" },
        { """{"type":"t","occurred_at":1767225600}""", "invalid_member" },
        { """{"type":"t","data":[]}""", "invalid_member" },
        { """{"type":"t","data":null}""", "invalid_member" },
        { """{"type":"t","data":"x"}""", "invalid_member" },
        { """{"events":[]}""", "invalid_member" },
        { """{"events":{}}""", "invalid_member" },
        { """{"events":[{"type":"t"}],"type":"t"}""", "unknown_member" },
        { """{"type":"t","sequence":1}""", "unknown_member" },
    };

    [Theory]
    [MemberData(nameof(BadEvents))]
    public async Task Append_OfABadEvent_IsRefusedAndStoresNothing(string body, string code)
    {
        await Alice.PostAsync(Events, body).ProblemAsync(HttpStatusCode.BadRequest, code);

        Assert.Empty(await StoredAsync());
    }

    [Fact]
    public async Task Append_OfInvalidUtf8_IsRefused()
    {
        byte[] body = [.. "{\"type\":\"t\",\"id\":\""u8, 0xC3, 0x28, .. "\"}"u8];
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };

        await Alice.PostAsync(Events, content, ApiClient.Cancellation).ProblemAsync(HttpStatusCode.BadRequest, "invalid_json");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Append_OfTwoMebibytes_IsTooLarge(bool lengthKnown)
    {
        await using var api = new ApiFactory().OnSocket();
        var alice = api.As("alice");
        var id = await alice.CreateInvestigationAsync();
        var bytes = Encoding.UTF8.GetBytes($$$"""{"type":"t","data":{"a":"{{{new string('a', 2 * 1024 * 1024)}}}"}}""");
        using HttpContent content = lengthKnown ? new ByteArrayContent(bytes) : new StreamContent(new UnseekableStream(bytes));
        content.Headers.ContentType = new("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/investigations/{id}/events") { Content = content };
        request.Headers.ExpectContinue = true;

        await alice.SendAsync(request, ApiClient.Cancellation).ProblemAsync(HttpStatusCode.RequestEntityTooLarge, "payload_too_large");
    }

    [Fact]
    public async Task Append_OfAThousandEvents_IsOneBatchAndOfOneMoreIsRefused()
    {
        var answer = await Alice.PostAsync(Events, Batch(1000)).OkAsync();
        Assert.Equal(1000, answer.GetProperty("results").GetArrayLength());

        await Alice.PostAsync(Events, Batch(1001)).ProblemAsync(HttpStatusCode.BadRequest, "invalid_member");

        static string Batch(int count) => $$"""{"events":[{{string.Join(',', Enumerable.Repeat("""{"type":"t"}""", count))}}]}""";
    }

    private async Task<JsonElement> AppendAsync(string e) =>
        (await Alice.PostAsync(Events, e).OkAsync()).GetProperty("results")[0];

    private async Task<IReadOnlyList<JsonElement>> StoredAsync() =>
        [.. (await Alice.FetchAsync($"{Events}?limit=1000").OkAsync()).GetProperty("events").EnumerateArray()];

    private static string Nested(int depth) => string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);

    private sealed class UnseekableStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
