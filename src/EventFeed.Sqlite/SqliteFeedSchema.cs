using System.Text.RegularExpressions;

namespace Investigations.EventFeed.Sqlite;

/// <summary>The tables of the store, for those who create them themselves.</summary>
public static partial class SqliteFeedSchema
{
    /// <summary>The version of the tables that this package works with.</summary>
    public const int Version = 1;

    /// <summary>
    /// The statements that create the tables, the same that the package runs. It also carries them as <c>sql/schema.sql</c>, for the
    /// default prefix. They are to be run once, in one transaction.
    /// </summary>
    /// <param name="tablePrefix">What the names of the tables begin with, as <see cref="SqliteFeedOptions.TablePrefix"/>.</param>
    /// <exception cref="ArgumentException">The prefix is not a valid one.</exception>
    public static string Script(string tablePrefix = "feed_")
    {
        ArgumentNullException.ThrowIfNull(tablePrefix);
        if (!SqliteFeedOptionsValidator.IsPrefix(tablePrefix))
        {
            throw new ArgumentException("The prefix must be a letter, then letters, digits and underscores, 32 at most.", nameof(tablePrefix));
        }

        using var stream = typeof(SqliteFeedSchema).Assembly.GetManifestResourceStream("schema.sql")!;
        using var reader = new StreamReader(stream);
        return DefaultPrefix().Replace(reader.ReadToEnd(), tablePrefix);
    }

    /// <summary>Where a table's name begins; <c>feed_id</c> is a column.</summary>
    [GeneratedRegex(@"\bfeed_(?=meta|heads|events|ids|trimmed|keys)")]
    private static partial Regex DefaultPrefix();
}
