using Investigations.Testing;

namespace Investigations.EventFeed.Sqlite.Tests;

public sealed class PagingTests : PagingProofs, IDisposable
{
    private readonly TempFile _file = new();

    public void Dispose() => _file.Dispose();

    internal override Task<IFeedNode> OpenAsync(Action<EventFeedOptions>? configure = null) =>
        Task.FromResult<IFeedNode>(new SqliteNode(_file.Path, sqlite: static o => o.Synchronous = SqliteSynchronous.Normal, configure: configure));
}
