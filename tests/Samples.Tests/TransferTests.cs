using System.Text.Json;
using Investigations.Samples.Tests.Hosting;

namespace Investigations.Samples.Tests;

/// <summary>Import and export, as processes that share one database file.</summary>
public sealed class TransferTests : IDisposable
{
    private static readonly string History = Path.Combine(AppContext.BaseDirectory, "Assets", "history.ndjson");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("investigations-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Import_Twice_AddsNothingTheSecondTime_AndExportsInOneOrder()
    {
        var first = await RunAsync("import", History, "--investigation", "History", "--owner", "alice");
        Assert.Equal(0, first.Code);
        Assert.StartsWith("500 appended, 0 duplicate, 0 conflict, 0 bad", first.Errors[^1], StringComparison.Ordinal);

        var second = await RunAsync("import", History, "--investigation", "History");
        Assert.Equal(0, second.Code);
        Assert.StartsWith("0 appended, 500 duplicate, 0 conflict, 0 bad", second.Errors[^1], StringComparison.Ordinal);

        var exported = await RunAsync("export", "--investigation", "History");
        Assert.Equal(0, exported.Code);
        Assert.Equal(File.ReadLines(History).Select(IdOf), exported.Output.Select(IdOf));

        var copy = Path.Combine(_folder.FullName, "copy.ndjson");
        await File.WriteAllLinesAsync(copy, exported.Output, ApiClient.Cancellation);
        var imported = await RunAsync("import", copy, "--investigation", "Copy");
        Assert.StartsWith("500 appended, 0 duplicate, 0 conflict, 0 bad", imported.Errors[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_OfBadLines_ReportsThemByNumberAndStoresTheRest()
    {
        var file = Path.Combine(_folder.FullName, "mixed.ndjson");
        await File.WriteAllBytesAsync(file,
        [
            .. "{\"id\":\"a\",\"type\":\"t\",\"sequence\":9,\"timestamp\":\"2026-01-01T00:00:00.000Z\"}\n"u8,
            .. "not json\n"u8,
            .. "\n"u8,
            .. "{\"id\":\"b\",\"type\":\"UPPER\"}\n"u8,
            .. "{\"id\":\"c\",\"type\":\"t\",\"extra\":1}\n"u8,
            .. "{\"id\":\"d\",\"type\":\"t\",\"data\":{\"x\":\""u8, 0xC3, 0x28, .. "\"}}\n"u8,
            .. "{\"type\":\"t\"}\n"u8,
            .. "{\"id\":\"a\",\"type\":\"other\"}"u8,
        ], ApiClient.Cancellation);

        var result = await RunAsync("import", file, "--investigation", "Mixed");

        Assert.Equal(1, result.Code);
        Assert.StartsWith("2 appended, 0 duplicate, 1 conflict, 4 bad", result.Errors[^1], StringComparison.Ordinal);
        Assert.Equal(["line 2:", "line 4:", "line 5:", "line 6:"],
            result.Errors.Where(e => e.StartsWith("line ", StringComparison.Ordinal) && !e.Contains("conflict,", StringComparison.Ordinal) && !e.StartsWith("line 8", StringComparison.Ordinal)).Select(e => e[..7]));
        Assert.Contains(result.Errors, e => e.StartsWith("line 8: an event with the id 'a'", StringComparison.Ordinal));

        var again = await RunAsync("import", file, "--investigation", "Mixed");
        Assert.StartsWith("0 appended, 2 duplicate, 1 conflict, 4 bad", again.Errors[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_OfEventsThatTheFeedRefuses_ReportsThemByNumberAndStoresTheRest()
    {
        var file = Path.Combine(_folder.FullName, "refused.ndjson");
        await File.WriteAllLinesAsync(file,
        [
            """{"id":"a","type":"t"}""",
            $$$"""{"id":"large","type":"t","data":{"x":"{{{new string('x', 1024 * 1024)}}}"}}""",
            $$$"""{"id":"deep","type":"t","data":{"x":{{{new string('[', 60)}}}{{{new string(']', 60)}}}}}""",
            """{"id":"b","type":"t"}""",
        ], ApiClient.Cancellation);

        var result = await RunAsync("import", file, "--investigation", "Refused");

        Assert.Equal(1, result.Code);
        Assert.StartsWith("2 appended, 0 duplicate, 0 conflict, 2 bad", result.Errors[^1], StringComparison.Ordinal);
        Assert.Contains(result.Errors, e => e.StartsWith("line 2: ", StringComparison.Ordinal));
        Assert.Contains(result.Errors, e => e.StartsWith("line 3: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Import_OfAnExport_TakesTextThatWasDamagedBeforeItCameHere()
    {
        var file = Path.Combine(_folder.FullName, "damaged.ndjson");
        await File.WriteAllTextAsync(file, "{\"id\":\"a\",\"type\":\"t\",\"data\":{\"name\":\"Zo\uFFFD\"}}\n", ApiClient.Cancellation);
        Assert.Equal(0, (await RunAsync("import", file, "--investigation", "Damaged")).Code);

        var exported = await RunAsync("export", "--investigation", "Damaged");
        var copy = Path.Combine(_folder.FullName, "copy.ndjson");
        await File.WriteAllLinesAsync(copy, exported.Output, ApiClient.Cancellation);
        var imported = await RunAsync("import", copy, "--investigation", "Copy");

        Assert.Contains("Zo\uFFFD", Assert.Single(exported.Output), StringComparison.Ordinal);
        Assert.StartsWith("1 appended, 0 duplicate, 0 conflict, 0 bad", imported.Errors[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "import")]
    [InlineData(2, "import", "file.ndjson")]
    [InlineData(2, "export")]
    [InlineData(2, "export", "--investigation", "x", "--owner", "y")]
    [InlineData(2, "import", "a", "b", "--investigation", "x")]
    [InlineData(1, "import", "no-such-file.ndjson", "--investigation", "x")]
    [InlineData(1, "export", "--investigation", "no such")]
    public async Task Verb_CalledWrongly_SaysSo(int code, params string[] arguments)
    {
        var result = await RunAsync(arguments);

        Assert.Equal(code, result.Code);
        Assert.NotEmpty(result.Errors);
        Assert.Empty(result.Output);
        Assert.DoesNotContain(result.Errors, e => e.Contains("   at ", StringComparison.Ordinal));
    }

    private async Task<(int Code, IReadOnlyList<string> Output, IReadOnlyList<string> Errors)> RunAsync(params string[] arguments)
    {
        await using var process = ApiProcess.StartIn(_folder, arguments);
        var code = await process.ExitAsync();
        return (code, process.Output, process.Errors);
    }

    private static string IdOf(string line)
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.GetProperty("id").GetString()!;
    }
}
