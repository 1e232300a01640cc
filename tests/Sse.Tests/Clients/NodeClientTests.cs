using System.Reflection;
using System.Text.Json;

namespace Investigations.Sse.Tests;

/// <summary>The clients that people use with Node and in browsers, each with a parser of its own.</summary>
public class NodeClientTests
{
    [Fact]
    public async Task Corpus_ReadByNodesClients_IsTheSame()
    {
        var folder = typeof(NodeClientTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "NodeFolder").Value!;
        Engine.Require(await Engine.RunAsync("node", ["--version"]) is not null, "node is missing.");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            Engine.Require(await Engine.RunAsync("npm", ["ci", "--no-audit", "--no-fund", "--prefix", folder]) is not null, "npm ci failed.");
        }

        await using var host = await Corpus.StartAsync();
        var output = await Engine.RunAsync("node", [Path.Combine(folder, "read.mjs"), new Uri(host.Address, "/corpus").ToString(), JsonSerializer.Serialize(Corpus.Types)]);
        var seen = JsonSerializer.Deserialize<Dictionary<string, Seen[]>>(output!, JsonSerializerOptions.Web)!;

        Assert.Equal(["eventSource", "fetchSource", "parser"], seen.Keys.Order());
        Assert.All(seen, client => Assert.Equal(client.Key == "fetchSource" ? Corpus.Expected.Select(WithoutMark) : Corpus.Expected, client.Value));
    }

    /// <summary>fetch-event-source takes a byte order mark at the beginning of any field for that of a text. JSON never begins with one.</summary>
    private static Seen WithoutMark(Seen seen) => seen with { Data = seen.Data.TrimStart('\uFEFF') };
}
