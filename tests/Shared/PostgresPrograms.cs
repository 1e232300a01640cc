using System.Diagnostics;
using System.Globalization;

namespace Investigations.Testing;

/// <summary>There is no PostgreSQL server, and none can be started.</summary>
internal sealed class PostgresUnavailableException(string message) : Exception(message);

/// <summary>The installed PostgreSQL binaries, and how to run them: the server refuses to run as root, so that root runs them as somebody else.</summary>
internal sealed class PostgresPrograms
{
    private readonly string _folder;
    private readonly string? _user;

    private PostgresPrograms(string folder, string? user)
    {
        _folder = folder;
        _user = user;
    }

    private static string[] PlacesOfPrograms =>
        ["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt"];

    /// <summary>The newest version that is installed.</summary>
    public static PostgresPrograms Find()
    {
        var folder = PlacesOfPrograms.Where(Directory.Exists).SelectMany(Directory.GetDirectories)
            .Select(version => Path.Combine(version, "bin"))
            .Where(bin => File.Exists(Path.Combine(bin, "initdb")) && File.Exists(Path.Combine(bin, "postgres")))
            .OrderByDescending(VersionOf)
            .FirstOrDefault() ?? throw new PostgresUnavailableException(
                "PostgreSQL is not installed under /usr/lib/postgresql, and INVESTIGATIONS_TEST_POSTGRES names no server.");

        return new(folder, Environment.IsPrivilegedProcess ? UnprivilegedUser() : null);
    }

    public string PathOf(string program) => Path.Combine(_folder, program);

    /// <summary>Makes a folder for a server's data, which belongs to the user that runs it.</summary>
    public async Task<string> CreateFolderAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("investigations-postgres-").FullName;
        if (_user is not null)
        {
            using var chown = StartProcess(["chown", _user, folder]);
            await chown.WaitForExitAsync(cancellationToken);
        }

        return folder;
    }

    /// <summary>Starts a command as the user that may run a server, with pipes.</summary>
    public Process Start(string[] command) => StartProcess(AsUser(command));

    private static Process StartProcess(string[] command) => Process.Start(new ProcessStartInfo(command[0], command[1..])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        WorkingDirectory = Path.GetTempPath(),
    }) ?? throw new PostgresUnavailableException($"`{command[0]}` can't be started.");

    private string[] AsUser(string[] command) =>
        _user is null ? command : ["setpriv", $"--reuid={_user}", $"--regid={GroupOf(_user)}", "--clear-groups", "--", .. command];

    private static string UnprivilegedUser() =>
        new[] { "postgres", "nobody" }.FirstOrDefault(user => Account(user) is not null)
        ?? throw new PostgresUnavailableException("PostgreSQL does not run as root, and there is no user postgres or nobody to run it as.");

    private static string GroupOf(string user) => Account(user)![3];

    private static string[]? Account(string user) =>
        File.ReadLines("/etc/passwd").Select(line => line.Split(':')).FirstOrDefault(fields => fields[0] == user);

    private static double VersionOf(string bin) =>
        double.TryParse(Path.GetFileName(Path.GetDirectoryName(bin)), CultureInfo.InvariantCulture, out var version) ? version : 0;
}
