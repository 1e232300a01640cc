using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Investigations.EventFeed.Sqlite;

internal sealed partial class SqliteFeedOptionsValidator : IValidateOptions<SqliteFeedOptions>
{
    public ValidateOptionsResult Validate(string? name, SqliteFeedOptions options)
    {
        string?[] failures =
        [
            ConnectionStringProblem(options.ConnectionString),
            options.BusyTimeout >= TimeSpan.Zero && options.BusyTimeout <= TimeSpan.FromMinutes(5)
                ? null : $"BusyTimeout is {options.BusyTimeout}, but must be from 00:00:00 to 00:05:00.",
            options.MaxReaders is >= 1 and <= 64
                ? null : $"MaxReaders is {options.MaxReaders}, but must be from 1 to 64.",
            options.MaxWritesPerCommit is >= 1 and <= 10_000
                ? null : $"MaxWritesPerCommit is {options.MaxWritesPerCommit}, but must be from 1 to 10000.",
            Enum.IsDefined(options.Synchronous)
                ? null : $"Synchronous is {options.Synchronous}, but must be Full or Normal.",
            options.TablePrefix is not null && IsPrefix(options.TablePrefix)
                ? null : $"TablePrefix is '{options.TablePrefix}', but must be a letter, then letters, digits and underscores, 32 at most.",
        ];
        var found = failures.OfType<string>().Select(static failure => $"The SQLite event feed: {failure}").ToArray();
        return found.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(found);
    }

    public static bool IsPrefix(string text) => Prefix().IsMatch(text);

    private static string? ConnectionStringProblem(string? text)
    {
        try
        {
            var builder = new SqliteConnectionStringBuilder(text);
            var isFile = builder.DataSource.Length > 0 && builder.Mode != SqliteOpenMode.Memory
                && !builder.DataSource.StartsWith(':') && !builder.DataSource.Contains("mode=memory", StringComparison.OrdinalIgnoreCase);
            return !isFile ? "The connection string must name a file (Data Source=…). Use UseInMemory() to keep events in memory."
                : builder.Mode == SqliteOpenMode.ReadOnly ? "The connection string must not be read-only."
                : null;
        }
        catch (ArgumentException)
        {
            // Its message would repeat what may hold a password.
            return "The connection string is not one of Microsoft.Data.Sqlite.";
        }
    }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_]{0,31}\z")]
    private static partial Regex Prefix();
}
