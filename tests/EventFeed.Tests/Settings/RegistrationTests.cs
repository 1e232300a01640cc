using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.EventFeed.Tests;

public sealed class RegistrationTests
{
    [Fact]
    public void Use_WithoutAdd_NamesTheCall()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        var app = builder.Build();
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
}
