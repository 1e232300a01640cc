using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Investigations.EventFeed.PostgreSql.Tests;

public sealed class OptionsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("Database=x")]
    [InlineData("Password=secret;Nonsense=1")]
    public void ConnectionString_ThatIsNone_IsRefusedWithoutShowingIt(string text)
    {
        var exception = Assert.Throws<ArgumentException>("connectionString", () => new ServiceCollection().AddEventFeed().UsePostgreSql(text));
        Assert.DoesNotContain("secret", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Values_OutOfRange_AreNamed()
    {
        var services = new ServiceCollection();
        services.AddEventFeed().UsePostgreSql("Host=localhost", static o =>
            (o.Schema, o.TablePrefix, o.CommandTimeout, o.MaxEventsPerCommit) = ("a-b", "1", TimeSpan.Zero, 0));
        using var provider = services.BuildServiceProvider();
        var exception = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<PostgreSqlFeedOptions>>().Value);
        Assert.Equal(4, exception.Failures.Count());
        Assert.Contains("Schema is 'a-b'", exception.Message, StringComparison.Ordinal);
    }
}
