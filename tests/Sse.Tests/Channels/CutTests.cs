using System.Net.ServerSentEvents;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Sse.Tests;

public class CutTests
{
    [Fact]
    public async Task Stream_CutAtAnyByte_ResumesWithoutLossOrRepetition()
    {
        await using var host = await TestHost.StartAsync(
            s => s.AddSseChannels<string, string>(), app => app.MapSse("/", "a", o => (o.Start, o.RetryJitter) = (SseStart.Beginning, 0)));
        var channel = host.Services.GetRequiredService<ISseChannels<string, string>>().Get("a");
        string[] data = ["one", "two\nlines", "", "four €", "{\"five\":5}"];
        foreach (var item in data)
        {
            channel.Publish(new SseItem<string>(item, "tick"));
        }

        var whole = await ReadAsync(host, null, data.Length);
        for (var cut = 0; cut <= whole.Length; cut++)
        {
            // A client has what its parser has made of the bytes before the cut.
            var before = Parse(whole.AsSpan(0, cut));
            var last = before.LastOrDefault().EventId;
            var after = last is not null && before.Count == data.Length ? [] : Parse(await ReadAsync(host, last, data.Length - before.Count));
            Assert.Equal(data, before.Concat(after).Select(item => item.Data));
        }
    }

    private static List<SseItem<string>> Parse(ReadOnlySpan<byte> bytes) => [.. SseParser.Create(new MemoryStream(bytes.ToArray())).Enumerate()];

    private static async Task<byte[]> ReadAsync(TestHost host, string? last, int count)
    {
        using var client = last is null ? await host.OpenAsync("/") : await host.OpenAsync("/", ("Last-Event-ID", last));
        await client.ReadAsync(count);
        return Encoding.UTF8.GetBytes(client.Text.ToString());
    }
}
