using System.Text.Json;

namespace Investigations.Sse.Tests;

/// <summary>The clients that people use with Node and in browsers, each with a parser of its own.</summary>
public class NodeClientTests
{
    [Fact]
    public async Task Corpus_ReadByNodesClients_IsTheSame()
    {
        await using var host = await Corpus.StartAsync();
        var output = await NodeScript.RunAsync(new Uri(host.Address, "/corpus").ToString(), JsonSerializer.Serialize(Corpus.Types));
        var seen = JsonSerializer.Deserialize<Dictionary<string, Seen[]>>(output, JsonSerializerOptions.Web)!;

        Assert.Equal(["eventSource", "fetchSource", "parser"], seen.Keys.Order());
        Assert.All(seen, client => Assert.Equal(client.Key == "fetchSource" ? Corpus.Expected.Select(WithoutMark) : Corpus.Expected, client.Value));
    }

    /// <summary>fetch-event-source takes a byte order mark at the beginning of any field for that of a text. JSON never begins with one.</summary>
    private static Seen WithoutMark(Seen seen) => seen with { Data = seen.Data.TrimStart('\uFEFF') };
}
