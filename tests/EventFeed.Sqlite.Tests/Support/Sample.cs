using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Investigations.EventFeed.Sqlite.Tests;

internal static class Sample
{
    public static NewFeedEvent Event(string? id = null, string type = "thing_happened", string? subject = null, string data = "{}") =>
        new(type, JsonElement.Parse(data)) { Id = id, Subject = subject };

    public static NewFeedEvent[] Events(int count, string prefix = "e") => [.. Enumerable.Range(1, count).Select(i => Event($"{prefix}{i}"))];

    public static object? Scalar(this SqliteConnection connection, string sql)
    {
        using var command = connection.Command(sql);
        return command.ExecuteScalar();
    }

    public static async Task<string[]> IdsAsync(this IEventFeed feed, string name)
    {
        var page = await feed.ReadAsync(name, new FeedQuery { Limit = 1000 }, TestContext.Current.CancellationToken);
        return [.. page.Events.Select(static item => item.Id)];
    }
}
