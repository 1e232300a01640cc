using System.Runtime.CompilerServices;
using Npgsql;

namespace Investigations.EventFeed.PostgreSql;

internal static class ConnectionStrings
{
    public static void ThrowIfInvalid(string connectionString, [CallerArgumentExpression(nameof(connectionString))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(connectionString, name);
        if (!IsValid(connectionString))
        {
            // Npgsql's message, and the string itself, may hold a password.
            throw new ArgumentException("The connection string is not one of Npgsql, or names no host.", name);
        }
    }

    private static bool IsValid(string connectionString)
    {
        try
        {
            return !string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(connectionString).Host);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException or KeyNotFoundException)
        {
            return false;
        }
    }
}
