using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Concurrency.Tests;

public sealed class RegistrationTests
{
    private const string Advice = "Call services.AddOptimisticConcurrency() first.";

    [Fact]
    public async Task Use_WithoutAdd_NamesTheMethodToCall()
    {
        await using var app = Routed();

        Assert.Equal(Advice, Assert.Throws<InvalidOperationException>(() => app.UseOptimisticConcurrency()).Message);
    }

    [Fact]
    public async Task DeclaredVersion_WithoutAdd_NamesTheMethodToCall()
    {
        await using var app = Routed();
        app.MapPatch("/x", (ExpectedVersion expected) => expected.IsAny);

        // The framework calls the parameter's metadata provider by reflection, and wraps what it throws.
        Assert.Equal(Advice, Assert.ThrowsAny<Exception>(() => Endpoints(app)).GetBaseException().Message);
    }

    [Fact]
    public async Task RequireIfMatchAndConditionalGet_WithoutAdd_NameTheMethodToCall()
    {
        await using var writing = Routed();
        writing.MapPatch("/x", () => 1).RequireIfMatch();
        await using var reading = Routed();
        reading.MapGet("/x", () => 1).WithConditionalGet();

        Assert.Equal(Advice, Assert.Throws<InvalidOperationException>(() => Endpoints(writing)).Message);
        Assert.Equal(Advice, Assert.Throws<InvalidOperationException>(() => Endpoints(reading)).Message);
    }

    [Fact]
    public async Task ExpectedVersion_OfAnEndpointThatIsNotProtected_SaysHowToProtectIt()
    {
        Exception? thrown = null;
        await using var app = await TestApp.StartAsync(a => a.MapPatch("/x", (HttpContext context) =>
        {
            thrown = Record.Exception(() => context.GetExpectedVersion());
        }));

        await app.SendAsync("PATCH", "/x", "If-Match: 3");

        Assert.Contains("RequireIfMatch()", Assert.IsType<InvalidOperationException>(thrown).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RequireIfMatchAttribute_OnARouteHandler_IsRefusedSinceNobodyWouldEnforceIt()
    {
        Exception? thrown = null;
        await using var app = await TestApp.StartAsync(
            a => a.MapPatch("/x", [RequireIfMatch] () => 1),
            builder => builder.Services.AddSingleton<IStartupFilter>(new CatchAll(exception => thrown = exception)));

        Assert.Equal(500, (await app.SendAsync("PATCH", "/x")).Status);
        Assert.Contains("RequireIfMatch()", Assert.IsType<InvalidOperationException>(thrown).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_Twice_RegistersOnce()
    {
        var ours = new ServiceCollection().AddOptimisticConcurrency().AddOptimisticConcurrency()
            .Where(service => service.ImplementationType?.Assembly == typeof(ExpectedVersion).Assembly).ToArray();

        Assert.NotEmpty(ours);
        Assert.Distinct(ours.Select(service => service.ImplementationType));
    }

    private static WebApplication Routed()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRouting();
        return builder.Build();
    }

    private static int Endpoints(WebApplication app) =>
        ((Microsoft.AspNetCore.Routing.IEndpointRouteBuilder)app).DataSources.Sum(source => source.Endpoints.Count);

    private sealed class CatchAll(Action<Exception> caught) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (context, following) =>
            {
                try
                {
                    await following(context);
                }
                catch (Exception exception)
                {
                    caught(exception);
                    context.Response.StatusCode = 500;
                }
            });
            next(app);
        };
    }
}
