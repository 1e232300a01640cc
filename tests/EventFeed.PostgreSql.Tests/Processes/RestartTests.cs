using Investigations.Testing;

namespace Investigations.EventFeed.PostgreSql.Tests;

[Collection(PrivatePostgres.Name)]
public sealed class RestartTests(PrivatePostgres postgres)
{
    /// <summary>A real server and real processes, and therefore real time; the bound is generous.</summary>
    [Fact(Timeout = 120_000)]
    public async Task Server_CrashedAndRestartedUnderWritersAndReaders_LosesNothingAndTheyGoOnByThemselves()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var server = await postgres.GetAsync();
        var database = await server.CreateDatabaseAsync(cancellation);
        await using var node = await new PostgresNode(database).StartAsync();
        var readers = new ReaderCrowd(node, cancellation);
        using var writers = new WriterCrowd(database, processes: 3);
        writers.Start();
        foreach (var crash in (bool[])[true, false])
        {
            await writers.MoreAsync(40, cancellation);
            await server.StopAsync(crash);
            await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, cancellation);
            await server.StartAgainAsync(cancellation);
        }

        await writers.MoreAsync(40, cancellation);
        await writers.KillAsync();
        await readers.VerifyAsync(writers);
    }
}
