using Investigations.Consumer.Tests.Pages;
using Investigations.Testing;

namespace Investigations.Consumer.Tests.Workspace;

/// <summary>A project that a new user makes: a template, the packages that the pages say to add, and the pages' code in its files.</summary>
internal sealed record ConsumerProgram(string Name, string Template = "web")
{
    private static readonly string Sources = Repository.PathOf("tests", "Consumer.Tests", "Programs");

    public static IReadOnlyList<ConsumerProgram> All { get; } =
    [
        new("Concurrency"),
        new("Concurrency.Database") { Adds = ["Npgsql --version 10.0.0"] },
        new("Concurrency.EntityFrameworkCore"),
        new("Controllers", "webapi --use-controllers"),
        new("EventFeed"),
        new("EventFeed.PostgreSql"),
        new("EventFeed.Sqlite"),
        new("EventFeed.Testing") { Adds = ["xunit.v3 --version 4.0.2"] },
        new("Migration") { Adds = ["Investigations.Concurrency", "Investigations.EventFeed.Sqlite", "Investigations.RateLimiting", "Investigations.Sse"] },
        new("QuickStart"),
        new("RateLimiting"),
        new("RateLimiting.StackExchangeRedis"),
        new("Sse"),
        new("Sse.Source"),
    ];

    /// <summary>Packages that the program's own files need beside those of the pages.</summary>
    public IReadOnlyList<string> Adds { get; init; } = [];

    public IReadOnlyDictionary<string, string> Files => Directory.EnumerateFiles(Path.Combine(Sources, Name))
        .ToDictionary(file => Path.GetFileName(file), File.ReadAllText);

    public IEnumerable<Placeholder> Placeholders => Files.Values.SelectMany(Placeholder.In);

    /// <summary>What follows <c>dotnet add package</c>.</summary>
    public IEnumerable<string> Packages => Placeholders.Select(placeholder => placeholder.Page).Distinct()
        .SelectMany(page => Page.All[page].ShellLines)
        .Where(line => line.StartsWith("dotnet add package ", StringComparison.Ordinal))
        .Select(line => line["dotnet add package ".Length..])
        .Concat(Adds)
        .Distinct();
}
