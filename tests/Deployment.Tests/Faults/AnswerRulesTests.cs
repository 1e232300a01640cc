namespace Investigations.Deployment.Tests;

/// <summary>That the rules by which the run under faults is judged do find fault.</summary>
public class AnswerRulesTests
{
    private static readonly Fault[] Faults =
    [
        new(FaultKind.NodeKilled, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(13)),
        new(FaultKind.PostgresCrashed, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(22)),
        new(FaultKind.RedisLost, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(40)),
    ];

    [Theory]
    [InlineData("GET", 200, 1, null)]
    [InlineData("GET", 304, 21, null)]
    [InlineData("PATCH", 409, 1, null)]
    [InlineData("POST", 503, 21, 2)]
    [InlineData("POST", 502, 11, 1)]
    public void Answer_ThatIsAllowedThen_IsNoViolation(string method, int status, int at, int? retryAfter) =>
        Assert.Empty(AnswerRules.Violations([Answer(method, status, at, retryAfter)], Faults));

    [Theory]
    [InlineData("GET", 500, 21, 2, "never")]
    [InlineData("GET", 0, 11, null, "never")]
    [InlineData("GET", 502, 11, 1, "never")]
    [InlineData("GET", 409, 1, null, "never")]
    [InlineData("GET", 410, 1, null, "never")]
    [InlineData("GET", 429, 1, 1, "never")]
    [InlineData("POST", 0, 11, null, "never")]
    [InlineData("POST", 409, 1, null, "never")]
    [InlineData("POST", 502, 15, 1, "no node was down")]
    [InlineData("GET", 503, 21, null, "without Retry-After")]
    [InlineData("GET", 503, 23, 2, "no store was down")]
    [InlineData("GET", 503, 35, 2, "no store was down")]
    public void Answer_ThatIsNotAllowedThen_IsAViolation(string method, int status, int at, int? retryAfter, string why) =>
        Assert.StartsWith(why, Assert.Single(AnswerRules.Violations([Answer(method, status, at, retryAfter)], Faults)), StringComparison.Ordinal);

    [Fact]
    public void Answer_ThatKeepsTheClientWaiting_IsAViolationWhateverItIs() =>
        Assert.StartsWith("hung", Assert.Single(AnswerRules.Violations([Answer("GET", 200, 1, null) with { To = TimeSpan.FromMinutes(1) }], Faults)), StringComparison.Ordinal);

    private static Exchange Answer(string method, int status, int at, int? retryAfter) =>
        new("somebody", method, "/", TimeSpan.FromSeconds(at), TimeSpan.FromSeconds(at + 0.1), status, null, retryAfter, null);
}
