namespace Investigations.Packaging.Tests;

/// <summary>What each package may depend on: a core on nothing but the framework, a provider on its core and one client.</summary>
internal static class AllowedReferences
{
    private static readonly Dictionary<string, (string? Core, string? Client)> ByPackage = new(StringComparer.Ordinal)
    {
        ["Investigations.Concurrency"] = (null, null),
        ["Investigations.Concurrency.EntityFrameworkCore"] = ("Investigations.Concurrency", "Microsoft.EntityFrameworkCore.Relational"),
        ["Investigations.EventFeed"] = (null, null),
        ["Investigations.EventFeed.PostgreSql"] = ("Investigations.EventFeed", "Npgsql"),
        ["Investigations.EventFeed.Sqlite"] = ("Investigations.EventFeed", "Microsoft.Data.Sqlite"),
        ["Investigations.EventFeed.Testing"] = ("Investigations.EventFeed", null),
        ["Investigations.RateLimiting"] = (null, null),
        ["Investigations.RateLimiting.StackExchangeRedis"] = ("Investigations.RateLimiting", "StackExchange.Redis"),
        ["Investigations.Sse"] = (null, null),
    };

    public static IReadOnlyList<string> Of(string package) =>
        ByPackage.TryGetValue(package, out var allowed)
            ? [.. new[] { allowed.Core, allowed.Client }.OfType<string>()]
            : throw new InvalidOperationException($"{package} is new: say here what it may depend on.");

    public static string? CoreOf(string package) => ByPackage[package].Core;
}
