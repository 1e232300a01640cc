using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

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

    [Theory]
    [InlineData("Host=localhost", 5, true)]
    [InlineData("Host=localhost;timeout=9;No Reset On Close=false", 9, false)]
    public void ConnectionString_WhereItSaysNothing_HasTheFeedsOwnSettings(string text, int timeout, bool noReset)
    {
        using var source = FeedDataSource.Build(text, pooling: null);
        var settings = new NpgsqlConnectionStringBuilder(source.ConnectionString);
        Assert.Equal((timeout, noReset), (settings.Timeout, settings.NoResetOnClose));
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
