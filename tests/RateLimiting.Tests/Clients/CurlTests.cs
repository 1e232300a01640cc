namespace Investigations.RateLimiting.Tests;

public class CurlTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Curl_ThatRetries_SucceedsWithItsFirstRetry(bool penalty)
    {
        Engine.Require(await Engine.RunAsync("curl", "--version") is not null, "curl is missing.");
        await using var host = await RetryingHost.StartAsync(penalty);

        var output = await Engine.RunAsync("curl", "--silent", "--fail", "--noproxy", "*", "--retry", "5", host.Address.ToString());

        Assert.Equal("hello", output);
        Assert.Equal([429, 200], host.Statuses);
    }
}
