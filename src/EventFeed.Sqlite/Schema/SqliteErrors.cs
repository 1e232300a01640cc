using Microsoft.Data.Sqlite;

namespace Investigations.EventFeed.Sqlite;

/// <summary>Tells trouble with the file from mistakes in a statement.</summary>
internal static class SqliteErrors
{
    private const int Perm = 3, Busy = 5, Locked = 6, NoMemory = 7, ReadOnly = 8, Interrupt = 9, IoError = 10, Corrupt = 11,
        Full = 13, CannotOpen = 14, Protocol = 15, NotADatabase = 26;

    public static bool IsUnavailable(Exception exception) => exception switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode is Perm or Busy or Locked or NoMemory or ReadOnly or Interrupt or IoError
            or Corrupt or Full or CannotOpen or Protocol or NotADatabase,
        _ => false,
    };

    /// <summary>While a file is being opened, the file system has its say, too.</summary>
    public static bool IsUnavailableOnOpen(Exception exception) =>
        IsUnavailable(exception) || exception is IOException or UnauthorizedAccessException;

    /// <summary>Whether a connection that met this may be used again.</summary>
    public static bool SparesConnection(Exception exception) =>
        exception is not SqliteException sqlite || sqlite.SqliteErrorCode is Busy or Locked || !IsUnavailable(sqlite);

    public static FeedUnavailableException Unavailable(Exception exception) =>
        exception as FeedUnavailableException ?? new FeedUnavailableException("The SQLite file of the event feed is unavailable.", exception);
}
