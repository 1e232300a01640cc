namespace Investigations.EventFeed.PostgreSql;

internal static class TimeoutExtensions
{
    /// <summary>Npgsql counts in whole seconds.</summary>
    public static int TimeoutSeconds(this PostgreSqlFeedOptions options) => (int)Math.Ceiling(options.CommandTimeout.TotalSeconds);
}
