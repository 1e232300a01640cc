namespace Investigations.Deployment.Tests;

/// <summary>Which answers clients may get, and when.</summary>
internal static class AnswerRules
{
    /// <summary>Nobody waits longer for an answer, long polls and their five seconds included, even on a machine that is busy otherwise.</summary>
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(25);

    public static IEnumerable<string> Violations(IEnumerable<Exchange> exchanges, IReadOnlyList<Fault> faults) =>
        from exchange in exchanges
        let wrong = Wrong(exchange, faults)
        where wrong is not null
        select $"{wrong}: {exchange}";

    private static string? Wrong(Exchange exchange, IReadOnlyList<Fault> faults)
    {
        var storeWasDown = faults.Any(f => f.IsOfPostgres && f.Overlaps(exchange.From, exchange.To));
        var nodeWasDown = faults.Any(f => f.IsOfNode && f.Overlaps(exchange.From, exchange.To));
        return exchange switch
        {
            { Took: var took } when took > Hang => "hung",
            { Status: 200 or 201 or 204 or 304 } => null,
            { Status: 409, Method: "PATCH" } => null,
            { Status: 429, Actor: "hammer" } => null,
            { Status: 503, RetryAfter: not >= 1 } => "without Retry-After",
            { Status: 503 } => storeWasDown ? null : "no store was down",

            // nginx's own: the node broke off. What may be repeated it repeats on the other node, so that these are left.
            { Status: 502, IsSafe: false, RetryAfter: >= 1 } => nodeWasDown ? null : "no node was down",
            _ => "never",
        };
    }
}
