using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Concurrency.Tests;

/// <summary>A write that was made, whose answer was lost, and that its client repeats (RFC 9110 §13.1.1).</summary>
public sealed class RepeatedWriteTests
{
    private const string Body = """{"title":"new"}""";

    [Fact]
    public async Task Repeat_OfTheSameWrite_IsItsSuccessAndWritesNothing()
    {
        await using var app = await StartAsync();
        var first = await app.SendBodyAsync("PATCH", "/documents/1", Body, "If-Match: 3", "Idempotency-Key: \"k1\"", "X-User: alice");
        Applied(app).Known.Add(("1", 3, 4, "alice", "\"k1\""));

        var again = await app.SendBodyAsync("PATCH", "/documents/1", Body, "If-Match: 3", "Idempotency-Key: \"k1\"", "X-User: alice");

        Assert.Equal((200, "\"4\""), (first.Status, first["ETag"]));
        Assert.Equal((200, "\"4\"", first.Body), (again.Status, again["ETag"], again.Body));
        Assert.Equal(1, app.Documents().Writes);
    }

    [Theory]
    [InlineData("If-Match: 3", "Idempotency-Key: \"k2\"", "X-User: alice")]
    [InlineData("If-Match: 3", "Idempotency-Key: \"k1\"", "X-User: bob")]
    [InlineData("If-Match: 2", "Idempotency-Key: \"k1\"", "X-User: alice")]
    [InlineData("If-Match: 3", "X-User: alice")]
    [InlineData("If-Match: 3", "Idempotency-Key:", "X-User: alice")]
    [InlineData("If-Match: 3", "Idempotency-Key: \"k1\"", "Idempotency-Key: \"k1\"", "X-User: alice")]
    public async Task Repeat_OfAnotherWrite_IsAConflict(params string[] headers)
    {
        await using var app = await StartAsync();
        await app.SendBodyAsync("PATCH", "/documents/1", Body, "If-Match: 3");
        Applied(app).Known.Add(("1", 3, 4, "alice", "\"k1\""));

        var again = await app.SendBodyAsync("PATCH", "/documents/1", Body, headers);

        Assert.Equal((409, "version_conflict", "\"4\""), (again.Status, again.Code, again["ETag"]));
    }

    [Fact]
    public async Task Repeat_AfterYetAnotherWrite_IsAConflict()
    {
        await using var app = await StartAsync();
        app.Documents()["1"] = new("1", "theirs", 5);
        Applied(app).Known.Add(("1", 3, 4, "alice", "\"k1\""));

        Assert.Equal(409, (await app.SendBodyAsync("PATCH", "/documents/1", Body, "If-Match: 3", "Idempotency-Key: \"k1\"", "X-User: alice")).Status);
    }

    [Fact]
    public async Task Repeat_ThatRacesItsFirst_IsRecognizedAfterTheHandlerToo()
    {
        await using var app = await StartAsync();
        Applied(app).Known.Add(("1", 3, 4, "alice", "\"k1\""));
        app.Documents().BeforeWrite = () => app.Documents()["1"] = new("1", "new", 4);

        var again = await app.SendBodyAsync("PATCH", "/documents/1", Body, "If-Match: 3", "Idempotency-Key: \"k1\"", "X-User: alice");

        Assert.Equal((200, "\"4\"", 0), (again.Status, again["ETag"], app.Documents().Writes));
    }

    [Fact]
    public async Task Write_ThatIsNoConflict_IsNotAskedAbout()
    {
        await using var app = await StartAsync();

        await app.SendBodyAsync("PATCH", "/documents/1", Body, "If-Match: 3", "Idempotency-Key: \"k1\"");
        await app.SendBodyAsync("PATCH", "/documents/1", Body, "If-Match: broken", "Idempotency-Key: \"k1\"");
        await app.SendBodyAsync("PATCH", "/documents/2", Body, "If-Match: 3", "Idempotency-Key: \"k1\"");
        await app.SendBodyAsync("PATCH", "/documents/1", Body, "Idempotency-Key: \"k1\"");

        Assert.Equal(0, Applied(app).Asked);
    }

    private static AppliedWrites Applied(TestApp app) => app.Services.GetRequiredService<AppliedWrites>();

    private static Task<TestApp> StartAsync() => DocumentApi.StartAsync(builder =>
    {
        builder.Services.AddSingleton<AppliedWrites>();
        builder.Services.AddSingleton<IAppliedWriteSource>(static p => p.GetRequiredService<AppliedWrites>());
    });
}
