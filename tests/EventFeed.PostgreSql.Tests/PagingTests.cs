using Investigations.Testing;

namespace Investigations.EventFeed.PostgreSql.Tests;

public sealed class PagingTests(PostgresFixture postgres) : PagingProofs
{
    internal override async Task<IFeedNode> OpenAsync(Action<EventFeedOptions>? configure = null) =>
        new PostgresNode(await postgres.CreateDatabaseAsync(), configure: configure);
}
