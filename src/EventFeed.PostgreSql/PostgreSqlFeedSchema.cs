namespace Investigations.EventFeed.PostgreSql;

/// <summary>The tables of the store, for those who create them themselves.</summary>
public static class PostgreSqlFeedSchema
{
    /// <summary>The version of the tables that this package works with.</summary>
    public const int Version = 1;

    /// <summary>
    /// The statements that create the tables, with the first cursor key. The package also carries them as <c>sql/schema.sql</c>, for
    /// the default names. They are to be run once, in one transaction; the schema itself must be there.
    /// </summary>
    /// <param name="options">Names the schema and the prefix; the defaults if null.</param>
    /// <exception cref="ArgumentException">The names are not valid.</exception>
    public static string Script(PostgreSqlFeedOptions? options = null)
    {
        options ??= new PostgreSqlFeedOptions();
        if (PostgreSqlFeedOptionsValidator.Problems(options).FirstOrDefault() is { } problem)
        {
            throw new ArgumentException(problem, nameof(options));
        }

        using var stream = typeof(PostgreSqlFeedSchema).Assembly.GetManifestResourceStream("schema.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd()
            .Replace("public.feed_", $"\"{options.Schema}\".{options.TablePrefix}", StringComparison.Ordinal)
            .Replace("INDEX feed_", $"INDEX {options.TablePrefix}", StringComparison.Ordinal);
    }
}
