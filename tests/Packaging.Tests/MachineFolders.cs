namespace Investigations.Packaging.Tests;

/// <summary>Folders that only this machine has, which no package may name.</summary>
internal static class MachineFolders
{
    public static IReadOnlyList<string> All { get; } =
    [
        Path.TrimEndingDirectorySeparator(Path.GetFullPath(Repository.Root)) + Path.DirectorySeparatorChar,
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + Path.DirectorySeparatorChar,
    ];
}
