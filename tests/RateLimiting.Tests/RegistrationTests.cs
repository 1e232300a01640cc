using Microsoft.AspNetCore.Builder;

namespace Investigations.RateLimiting.Tests;

public class RegistrationTests
{
    [Fact]
    public async Task Use_WithoutAdd_SaysSoWhenTheApplicationIsBuilt()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();

        var exception = Assert.Throws<InvalidOperationException>(() => app.UseBackoffRateLimiting());

        Assert.Contains("AddBackoffRateLimiting()", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MapEndpoints_WithoutAdd_SaysSoWhenTheApplicationIsBuilt()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();

        var exception = Assert.Throws<InvalidOperationException>(() => app.MapRateLimitEndpoints());

        Assert.Contains("AddBackoffRateLimiting()", exception.Message, StringComparison.Ordinal);
    }
}
