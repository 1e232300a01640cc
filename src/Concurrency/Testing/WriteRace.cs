namespace Investigations.Concurrency;

/// <summary>
/// For tests of an application: lets many writers submit the same version at once, and checks that exactly one of them wins.
/// An endpoint that compares first and writes later passes every other test, and fails this one.
/// </summary>
public static class WriteRace
{
    /// <summary>
    /// Sends one request per writer at once. One must succeed (2xx); all others must get 409 or 412 with the winner's <c>ETag</c>, unless the winner's answer has none.
    /// </summary>
    /// <param name="writers">How many, at least 2.</param>
    /// <param name="send">Sends the request of one writer, whose number it gets (0 to <paramref name="writers"/> - 1). Each should write something else, under the same version.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The winner's number.</returns>
    /// <exception cref="WriteRaceException">Not exactly one won, or a loser was told something else.</exception>
    public static async Task<int> ExactlyOneWinsAsync(
        int writers, Func<int, CancellationToken, Task<HttpResponseMessage>> send, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(send);
        return Judge(await RunAsync(writers, async (writer, token) =>
        {
            using var response = await send(writer, token);
            return RaceEntry.Of(response);
        }, cancellationToken));
    }

    /// <summary>
    /// Runs one write per writer at once, against a store. One must be committed; all others must conflict with the winner's version, unless they do not know it.
    /// </summary>
    /// <inheritdoc cref="ExactlyOneWinsAsync(int, Func{int, CancellationToken, Task{HttpResponseMessage}}, CancellationToken)"/>
    /// <param name="writers">How many, at least 2.</param>
    /// <param name="write">Makes the write of one writer, whose number it gets.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<int> ExactlyOneWinsAsync<T>(
        int writers, Func<int, CancellationToken, Task<VersionCommit<T>>> write, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        return Judge(await RunAsync(writers, async (writer, token) => RaceEntry.Of(await write(writer, token)), cancellationToken));
    }

    private static async Task<RaceEntry[]> RunAsync(
        int writers, Func<int, CancellationToken, Task<RaceEntry>> write, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(writers, 2);
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = Enumerable.Range(0, writers).Select(async writer =>
        {
            await start.Task;
            return await write(writer, cancellationToken);
        }).ToArray();
        start.SetResult();
        return await Task.WhenAll(running);
    }

    private static int Judge(RaceEntry[] entries)
    {
        var winners = entries.Index().Where(entry => entry.Item.Won).ToArray();
        if (winners.Length != 1)
        {
            throw new WriteRaceException($"{winners.Length} of {entries.Length} writers with the same version won, instead of 1: {Summary(entries)}.");
        }

        var (number, winner) = winners[0];
        if (entries.Any(entry => entry is { Won: false, Conflicted: false }))
        {
            throw new WriteRaceException($"One writer won, but not all others got a conflict: {Summary(entries)}.");
        }

        return winner.Tag is not null && entries.FirstOrDefault(entry => entry.Tag is not null && entry.Tag != winner.Tag) is { } other
            ? throw new WriteRaceException($"The winner's version is {winner.Tag}, but a loser was told {other.Tag}.")
            : number;
    }

    private static string Summary(RaceEntry[] entries) =>
        string.Join(", ", entries.CountBy(entry => entry.Outcome).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Value} x {pair.Key}"));
}
