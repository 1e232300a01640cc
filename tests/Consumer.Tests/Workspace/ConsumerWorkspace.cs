using Investigations.Consumer.Tests.Pages;
using Investigations.Testing;

namespace Investigations.Consumer.Tests.Workspace;

/// <summary>
/// A folder outside the repository, where every program is made from its template, gets the packed packages from a folder feed, and is built.
/// Packages are unpacked into the folder itself, so that none comes from an earlier day.
/// </summary>
public sealed class ConsumerWorkspace : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("consumer-");

    public async ValueTask InitializeAsync()
    {
        var feed = Repository.PathOf("artifacts", "package", "release");
        Assert.True(Directory.Exists(feed), "The packages are not packed: run eng/test.sh, or `dotnet pack` first.");
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "nuget.config"), Config(feed));

        await Parallel.ForEachAsync(ConsumerProgram.All, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (program, _) => await CreateAsync(program));

        var solution = Path.Combine(_folder.FullName, "Consumer.slnx");
        await File.WriteAllTextAsync(solution, $"<Solution>{string.Concat(ConsumerProgram.All.Select(p => $"<Project Path=\"{p.Name}/{p.Name}.csproj\" />"))}</Solution>");
        await Command.RunAsync(_folder.FullName, "dotnet", "build", solution, "-warnaserror", "-warnnotaserror:NU1603", "-p:NuGetAudit=false", "-v:quiet");
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return default;
    }

    internal async Task<RunningHost> StartAsync(string program, params IEnumerable<(string Name, string Value)> environment) =>
        await RunningHost.StartAsync(FolderOf(program), "dotnet", [AssemblyOf(program)], environment);

    internal string FolderOf(string program) => Path.Combine(_folder.FullName, program);

    internal string AssemblyOf(string program) => Path.Combine(FolderOf(program), "bin", "Debug", "net10.0", $"{program}.dll");

    private async Task CreateAsync(ConsumerProgram program)
    {
        await Command.RunAsync(_folder.FullName, "dotnet", ["new", .. program.Template.Split(' '), "--output", program.Name, "--no-restore"]);
        var folder = FolderOf(program.Name);
        foreach (var package in program.Packages)
        {
            // As a user types it, quotes and all; the build restores them together.
            await Command.RunAsync(folder, "bash", "-c", $"dotnet add package {package} --no-restore");
        }

        foreach (var (file, source) in program.Files)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, file), Placeholder.Fill(source));
        }
    }

    // The machine's own source stays, for everything that is not ours.
    private static string Config(string feed) => $"""
        <configuration>
          <config>
            <add key="globalPackagesFolder" value="packages" />
          </config>
          <packageSources>
            <add key="packed" value="{feed}" />
          </packageSources>
          <packageSourceMapping>
            <packageSource key="packed">
              <package pattern="Investigations.*" />
            </packageSource>
            <packageSource key="nuget.org">
              <package pattern="*" />
            </packageSource>
          </packageSourceMapping>
        </configuration>
        """;
}
