using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Investigations.EventFeed.PostgreSql;

internal sealed partial class PostgreSqlFeedOptionsValidator : IValidateOptions<PostgreSqlFeedOptions>
{
    public ValidateOptionsResult Validate(string? name, PostgreSqlFeedOptions options)
    {
        var found = Problems(options).Select(static problem => $"The PostgreSQL event feed: {problem}").ToArray();
        return found.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(found);
    }

    internal static IEnumerable<string> Problems(PostgreSqlFeedOptions options)
    {
        if (options.Schema is null || !SchemaName().IsMatch(options.Schema))
        {
            yield return $"Schema is '{options.Schema}', but must be a letter or underscore, then letters, digits and underscores, 63 at most.";
        }

        if (options.TablePrefix is null || !Prefix().IsMatch(options.TablePrefix))
        {
            yield return $"TablePrefix is '{options.TablePrefix}', but must be a small letter, then small letters, digits and underscores, 32 at most.";
        }

        if (options.CommandTimeout < TimeSpan.FromSeconds(1) || options.CommandTimeout > TimeSpan.FromMinutes(5))
        {
            yield return $"CommandTimeout is {options.CommandTimeout}, but must be from 00:00:01 to 00:05:00.";
        }

        if (options.MaxEventsPerCommit is < 1 or > 10_000)
        {
            yield return $"MaxEventsPerCommit is {options.MaxEventsPerCommit}, but must be from 1 to 10000.";
        }
    }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]{0,62}\z")]
    private static partial Regex SchemaName();

    [GeneratedRegex(@"^[a-z][a-z0-9_]{0,31}\z")]
    private static partial Regex Prefix();
}
