namespace Investigations.Deployment.Tests;

/// <summary>That the limit of the run under faults is judged by what it should be.</summary>
public class LimitWindowsTests
{
    private const int Limit = 3;

    private static readonly Fault[] Faults =
    [
        new(FaultKind.NodeKilled, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(13)),
        new(FaultKind.RedisLost, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(40)),
    ];

    [Theory]
    [InlineData(1, 3, 1)]
    [InlineData(1, 2, 0)]
    [InlineData(11, 2, 1)]
    [InlineData(31, 6, 1)]
    [InlineData(42, 6, 1)]
    [InlineData(47, 2, 1)]
    public void Window_WithinWhatItAllows_IsNoViolation(int at, int admitted, int refused) => Assert.Empty(Judge(at, admitted, refused).Violations());

    [Theory]
    [InlineData(1, 4, 1, "more than 3")]
    [InlineData(1, 4, 0, "more than 3")]
    [InlineData(1, 2, 1, "not exactly 3")]
    [InlineData(11, 4, 1, "more than 3")]
    [InlineData(31, 7, 1, "more than 6")]
    [InlineData(42, 7, 1, "more than 6")]
    [InlineData(46, 4, 1, "more than 3")]
    [InlineData(51, 2, 1, "not exactly 3")]
    public void Window_BeyondWhatItAllows_IsAViolation(int at, int admitted, int refused, string why) =>
        Assert.Contains(Judge(at, admitted, refused).Violations(), violation => violation.EndsWith(why, StringComparison.Ordinal));

    [Fact]
    public void Windows_RenewedTooOftenWithoutRedis_AreAViolation()
    {
        var answers = Enumerable.Range(0, 10).SelectMany(second => Answers(reset: 100 + second, at: 30 + second, 200, 6));

        Assert.Contains("60 admitted, where 2 nodes and 4 windows allow 24", Assert.Single(new LimitWindows(answers, Faults, Limit, TimeSpan.FromSeconds(5), nodes: 2).Violations()), StringComparison.Ordinal);
    }

    private static LimitWindows Judge(int at, int admitted, int refused) => new(
        [.. Answers(100, at, 200, admitted), .. Answers(100, at, 429, refused)], Faults, Limit, TimeSpan.FromSeconds(5), nodes: 2);

    private static IEnumerable<Exchange> Answers(long reset, int at, int status, int count) => Enumerable.Range(0, count).Select(_ =>
        new Exchange("hammer", "GET", "/", TimeSpan.FromSeconds(at), TimeSpan.FromSeconds(at + 0.1), status, null, null, reset));
}
