namespace Investigations.Testing;

internal static class PostgresOrSkip
{
    /// <summary>
    /// A server as <see cref="PostgresServer.StartAsync"/> starts it. Where there is none to be had the test skips and says why; with
    /// <c>INVESTIGATIONS_REQUIRE_ENGINES=1</c> it fails instead.
    /// </summary>
    public static async Task<PostgresServer> StartAsync(IEnumerable<string>? settings = null, bool alwaysPrivate = false)
    {
        try
        {
            return await PostgresServer.StartAsync(settings: settings, alwaysPrivate: alwaysPrivate, cancellationToken: CancellationToken.None);
        }
        catch (PostgresUnavailableException exception)
        {
            Engine.Missing(exception.Message);
            throw;
        }
    }
}
