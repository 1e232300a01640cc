using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.EventFeed.Tests;

public sealed class RegistrationTests
{
    [Fact]
    public async Task Use_WithoutAdd_NamesTheCall()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        await using var app = builder.Build();
        Assert.Contains("AddEventFeed", Assert.Throws<InvalidOperationException>(() => app.UseEventFeed()).Message, StringComparison.Ordinal);
        Assert.Contains("AddEventFeed", Assert.Throws<InvalidOperationException>(() => app.MapEventFeed("/{feed}")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Feed_WithoutAStore_NamesTheCall()
    {
        var services = new ServiceCollection();
        services.AddEventFeed();
        using var provider = services.BuildServiceProvider();
        Assert.Contains("UseInMemory", Assert.Throws<InvalidOperationException>(() => provider.GetRequiredService<IEventFeed>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_Twice_RegistersOnce()
    {
        var services = new ServiceCollection();
        services.AddEventFeed().UseInMemory();
        var once = Ours(services);
        services.AddEventFeed().UseInMemory();
        Assert.Equal(once, Ours(services));
    }

    private static int Ours(IServiceCollection services) =>
        services.Count(static item => item.ServiceType.Assembly == typeof(IEventFeed).Assembly);

    [Fact]
    public void Endpoint_WithAnOptionThatCannotWork_IsRefusedWhenItIsMapped()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddEventFeed().UseInMemory();
        var app = builder.Build();

        foreach (var taken in (string[])["limit", "Cursor", "type", "since", "wait", "id", "sequence", "timestamp", "occurred_at", "data"])
        {
            Assert.Contains($"'{taken}'", Refused<ArgumentException>(o => o.SubjectName = taken).Message, StringComparison.Ordinal);
        }

        Assert.Equal("SubjectName", Refused<ArgumentException>(static o => o.SubjectName = "").ParamName);
        Assert.Equal("FeedKey", Refused<ArgumentNullException>(static o => o.FeedKey = null!).ParamName);
        Assert.Equal("FullPageMaxAge", Refused<ArgumentOutOfRangeException>(static o => o.FullPageMaxAge = TimeSpan.FromSeconds(-1)).ParamName);

        T Refused<T>(Action<EventFeedEndpointOptions> configure)
            where T : Exception => Assert.Throws<T>(() => app.MapEventFeed("/{feed}", configure));
    }
}
