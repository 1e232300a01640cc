namespace Investigations.Page.Tests.Hosting;

/// <summary>What the tests need from the machine beside the .NET SDK.</summary>
internal static class Engine
{
    /// <summary>Skips the test where something is missing, and says what; with <c>INVESTIGATIONS_REQUIRE_ENGINES=1</c> fails instead.</summary>
    public static void Require(bool isThere, string missing)
    {
        if (isThere)
        {
            return;
        }

        Assert.False(Environment.GetEnvironmentVariable("INVESTIGATIONS_REQUIRE_ENGINES") == "1", missing);
        Assert.Skip(missing);
    }
}
