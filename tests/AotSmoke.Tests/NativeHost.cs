namespace Investigations.AotSmoke.Tests;

/// <summary>Compiled ahead of time.</summary>
public sealed class NativeHost() : PublishedHost("native", "-p:PublishAot=true")
{
    protected override string? Missing =>
        OperatingSystem.IsWindows() || IsInstalled("clang") || IsInstalled("gcc") ? null : "Native compilation needs clang or gcc.";

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
