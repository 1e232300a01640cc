using Investigations.Consumer.Tests.Pages;
using Investigations.Testing;

namespace Investigations.Consumer.Tests;

/// <summary>Each one-file sample starts, and the <c>curl</c> lines of its comment print what stands behind them.</summary>
[Collection(Workspace.SharedWorkspace.Name)]
public sealed class SampleTests(PostgresFixture postgres) : IDisposable
{
    private static readonly string Samples = Repository.PathOf("samples");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sample-");

    public static TheoryData<string> Names => [.. Directory.EnumerateFiles(Samples, "*.cs").Select(file => Path.GetFileName(file)).Where(name => name != "event-feed-testing.cs")];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Sample_OfAFile_PrintsWhatItSays(string name)
    {
        await using var redis = name == "rate-limiting-redis.cs" ? await RedisServer.StartAsync() : null;
        var database = name == "event-feed-postgresql.cs" ? await postgres.CreateDatabaseAsync() : "";
        await using var host = await RunningHost.StartAsync(
            _folder.FullName, "dotnet", ["run", "--configuration", "Release", Path.Combine(Samples, name)],
            ("ConnectionStrings__Postgres", database), ("ConnectionStrings__Redis", redis?.Connection ?? ""));
        var lines = (await File.ReadAllLinesAsync(Path.Combine(Samples, name), TestContext.Current.CancellationToken))
            .Where(line => line.StartsWith("// curl ", StringComparison.Ordinal))
            .Select(line => ShellLine.Parse(line[3..]))
            .ToList();

        Assert.NotEmpty(lines);
        foreach (var line in lines)
        {
            await line.RunAsync(_folder.FullName, host);
        }
    }

    [Fact]
    public async Task Sample_OfTheSuite_PassesEachCase()
    {
        var output = await Command.RunAsync(_folder.FullName, "dotnet", "run", "--configuration", "Release", Path.Combine(Samples, "event-feed-testing.cs"));

        Assert.Contains("passed: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_OfAllSamples_StandInTheirTable()
    {
        var table = File.ReadAllText(Path.Combine(Samples, "README.md"));

        Assert.All(Directory.EnumerateFiles(Samples, "*.cs"), file => Assert.Contains($"({Path.GetFileName(file)})", table, StringComparison.Ordinal));
    }
}
