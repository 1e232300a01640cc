using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Investigations.EventFeed.Sqlite.Tests;

public sealed class OptionsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("Data Source=:memory:")]
    [InlineData("Data Source=x;Mode=Memory;Cache=Shared")]
    [InlineData("Data Source=file:x?mode=memory")]
    [InlineData("Data Source=x;Mode=ReadOnly")]
    [InlineData("Password=secret;Nonsense=1")]
    public void ConnectionString_WithoutAWritableFile_IsRefusedWithoutShowingIt(string text)
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Read(text));
        Assert.Contains("connection string", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_OutOfRange_AreNamed()
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Read("Data Source=x", static o =>
            (o.BusyTimeout, o.MaxReaders, o.MaxWritesPerCommit, o.TablePrefix, o.Synchronous) = (TimeSpan.FromSeconds(-1), 0, 0, "1; DROP", (SqliteSynchronous)9)));
        Assert.Equal(5, exception.Failures.Count());
    }

    private static SqliteFeedOptions Read(string connectionString, Action<SqliteFeedOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddEventFeed().UseSqlite(_ => connectionString, configure);
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<SqliteFeedOptions>>().Value;
    }
}
