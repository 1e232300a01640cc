using System.Runtime.InteropServices;
using Investigations.Testing;

namespace Investigations.AotSmoke.Tests;

/// <summary>The host of tests/AotSmoke, published once for the tests of a class. A warning of the compiler, the trimmer or the linker fails it.</summary>
public abstract class PublishedHost(string name, params string[] properties) : IAsyncLifetime
{
    private static readonly string Artifacts = Repository.PathOf("artifacts", "aot-smoke");

    private string _missing = "";

    internal string Folder { get; } = Path.Combine(Artifacts, name);

    /// <summary>What publishing said.</summary>
    internal string Log { get; private set; } = "";

    /// <summary>What has to be installed to publish so; null when nothing is missing.</summary>
    protected virtual string? Missing => null;

    public async ValueTask InitializeAsync()
    {
        if (Missing is { } missing)
        {
            _missing = missing;
            return;
        }

        var (exitCode, log) = await Command.TryAsync(Repository.PathOf(), static _ => false, "dotnet",
            [
                "publish", "tests/AotSmoke", "--configuration", "Release", "--runtime", RuntimeInformation.RuntimeIdentifier, "--self-contained",
                "--artifacts-path", Artifacts, "--output", Folder, .. properties,
            ]);
        Log = exitCode == 0 ? log : $"error: dotnet publish ended with {exitCode}\n{log}";
    }

    internal async Task<RunningHost> StartAsync(string folder, params IEnumerable<(string Name, string Value)> environment)
    {
        if (_missing.Length > 0)
        {
            Engine.Missing(_missing);
        }

        Assert.DoesNotContain("error", Log, StringComparison.Ordinal);
        return await RunningHost.StartAsync(folder, Path.Combine(Folder, "AotSmoke"), [], environment);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return default;
    }
}
