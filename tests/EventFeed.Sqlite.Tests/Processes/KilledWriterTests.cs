using Investigations.Testing;

namespace Investigations.EventFeed.Sqlite.Tests;

public sealed class KilledWriterTests
{
    private const int Kills = 4;

    /// <summary>Real processes, and therefore real time; the bound is generous.</summary>
    [Fact(Timeout = 120_000)]
    public async Task Writers_KilledWhileAppending_LoseNothingAcknowledgedAndReadersMissNothing()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var file = new TempFile();
        await using var node = new SqliteNode(file.Path);
        var readers = new ReaderCrowd(node, cancellation);
        using var writers = new WriterCrowd(file.Path, processes: 2);
        for (var round = 0; round < Kills; round++)
        {
            writers.Start();
            await writers.MoreAsync(50, cancellation);
            await writers.KillAsync();
        }

        await readers.VerifyAsync(writers);
        Assert.Equal("ok", await node.Database.ReadAsync(static connection => connection.Scalar("PRAGMA integrity_check"), cancellation));
    }
}
