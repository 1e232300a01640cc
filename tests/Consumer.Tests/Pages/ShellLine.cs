using System.Text.RegularExpressions;
using Investigations.Testing;

namespace Investigations.Consumer.Tests.Pages;

/// <summary>A line for a shell, and what it prints: the parts of the comment behind it, between commas. Three digits are an HTTP status.</summary>
internal sealed partial record ShellLine(string Command, IReadOnlyList<string> Expected)
{
    private const string Address = "http://localhost:5000";

    public static ShellLine Parse(string line) => line.IndexOf(" # ", StringComparison.Ordinal) is var at and >= 0
        ? new(line[..at].TrimEnd(), [.. line[(at + 3)..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)])
        : new(line, []);

    /// <summary>Runs the command against a host that listens elsewhere, without a progress bar. A stream is read until it has brought everything, for long if need be.</summary>
    public async Task RunAsync(string folder, RunningHost host)
    {
        var command = MaxTime().Replace(Command, "").Replace("curl ", "curl -sS --max-time 60 ", StringComparison.Ordinal)
            .Replace(Address, host.Address.ToString().TrimEnd('/'), StringComparison.Ordinal);

        var isCut = MaxTime().IsMatch(Command);
        var (exitCode, output) = await Testing.Command.TryAsync(folder, text => isCut && IsIn(text), "bash", "-c", command);

        Assert.True(IsIn(output) && (isCut || exitCode == 0), $"{Command}\nshould print {string.Join(", ", Expected)}, but ended with {exitCode} and printed\n{output}\n{host.Output}");
    }

    private bool IsIn(string output) =>
        Expected.All(part => output.Contains(Status().IsMatch(part) ? $"HTTP/1.1 {part}" : part, StringComparison.Ordinal));

    [GeneratedRegex(@"--max-time \d+ ")]
    private static partial Regex MaxTime();

    [GeneratedRegex(@"^\d{3}$")]
    private static partial Regex Status();
}
