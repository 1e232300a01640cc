using Microsoft.AspNetCore.Builder;

namespace Investigations.Concurrency.Tests;

/// <summary>Preconditions are answered without asking for the body, and without waiting for it.</summary>
public sealed class UnreadBodyTests
{
    public static TheoryData<string, int> Refused => new()
    {
        { "", 428 },
        { "If-Match: broken\r\n", 400 },
        { "If-Match: \"2\"\r\n", 409 },
        { "If-Match: \"3\"\r\nIf-None-Match: \"3\"\r\n", 412 },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Refused_ClientWaitsToBeAsked_IsNotAskedForTheBody(string header, int status)
    {
        await using var app = await DocumentApi.StartAsync();

        // An answer "100 Continue" would come first, and be taken for the status.
        var response = await RawClient.SendTextAsync(app.Address.Port, Request(header + "Expect: 100-continue\r\n"));

        Assert.Equal(status, response.Status);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Refused_BodyNeverArrives_IsAnsweredAnyway(string header, int status)
    {
        await using var app = await DocumentApi.StartAsync();

        Assert.Equal(status, (await RawClient.SendTextAsync(app.Address.Port, Request(header))).Status);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Refused_BodyIsNotWhatTheHandlerTakes_PreconditionIsAnswered(string header, int status)
    {
        await using var app = await DocumentApi.StartAsync();

        var headers = header.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(status, (await app.SendBodyAsync("PATCH", "/documents/1", "no JSON", headers)).Status);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Refused_NothingOfTheBodyIsRead(string header, int status)
    {
        var body = new CountingStream();
        await using var app = await TestApp.StartAsync(a =>
        {
            a.Use((context, next) =>
            {
                context.Request.Body = body;
                return next(context);
            });
            a.MapPatch("/documents/{id}", (DocumentPatch patch, ExpectedVersion expected) => patch).WithVersionSource<DocumentVersions>();
        });

        var headers = header.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(status, (await app.SendBodyAsync("PATCH", "/documents/1", "{}", headers)).Status);
        Assert.Equal(0, body.Reads);
    }

    private static string Request(string headers) =>
        $"PATCH /documents/1 HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 20000000\r\n{headers}\r\n";

    private sealed class CountingStream : MemoryStream
    {
        public int Reads { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Reads++;
            return base.ReadAsync(buffer, cancellationToken);
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            Reads++;
            return base.ReadAsync(buffer, offset, count, cancellationToken);
        }
    }
}
