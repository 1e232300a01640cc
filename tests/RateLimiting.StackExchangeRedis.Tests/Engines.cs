using System.Diagnostics.CodeAnalysis;

namespace Investigations.RateLimiting.StackExchangeRedis.Tests;

/// <summary>What to do where a server that a test needs is not there.</summary>
internal static class Engines
{
    /// <summary>Skips the test; with INVESTIGATIONS_REQUIRE_ENGINES=1, fails it.</summary>
    [DoesNotReturn]
    public static void Missing(string reason)
    {
        if (Environment.GetEnvironmentVariable("INVESTIGATIONS_REQUIRE_ENGINES") == "1")
        {
            Assert.Fail(reason);
        }

        Assert.Skip(reason);
        throw new InvalidOperationException(reason);
    }
}
