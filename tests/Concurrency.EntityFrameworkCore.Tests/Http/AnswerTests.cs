using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Concurrency.EntityFrameworkCore.Tests;

/// <summary>What clients are told.</summary>
public sealed class AnswerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Patch_UnderTheCurrentVersion_IsAnsweredWithTheNext()
    {
        await using var database = await OrderDatabase.CreateAsync();
        await using var app = await OrderApp.StartAsync(database, orders => MapPatch(orders));

        using var response = await app.SendAsync(HttpMethod.Patch, "/orders/1");

        Assert.Equal((200, "\"4\""), ((int)response.StatusCode, response.Headers.ETag?.Tag));
    }

    [Fact]
    public async Task Patch_UnderAStaleVersion_IsAConflict()
    {
        await using var database = await OrderDatabase.CreateAsync();
        await using var app = await OrderApp.StartAsync(database, orders => MapPatch(orders));

        using var response = await app.SendAsync(HttpMethod.Patch, "/orders/1", "\"2\"");

        await response.AssertConflictAsync(current: 3, submitted: 2);
    }

    [Fact]
    public async Task Patch_OvertakenInTheHandler_IsAConflictWithTheFreshVersion()
    {
        await using var database = await OrderDatabase.CreateAsync();
        await using var app = await OrderApp.StartAsync(database, orders => MapPatch(orders, () => database.WriteAsync("theirs")));

        using var response = await app.SendAsync(HttpMethod.Patch, "/orders/1");

        await response.AssertConflictAsync(current: 4);
        Assert.Equal("theirs", (await database.ReadAsync())!.Status);
    }

    [Fact]
    public async Task Patch_OfWhatIsDeletedInTheHandlersTime_IsNotFound()
    {
        await using var database = await OrderDatabase.CreateAsync();
        await using var app = await OrderApp.StartAsync(database, orders => MapPatch(orders, database.DeleteAsync));

        using var response = await app.SendAsync(HttpMethod.Patch, "/orders/1");

        Assert.Equal(404, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("/orders/2")]
    [InlineData("/orders/abc")]
    [InlineData("/orders/99999999999")]
    public async Task Patch_OfAKeyThatIsNone_IsNotFound(string path)
    {
        await using var database = await OrderDatabase.CreateAsync();
        await using var app = await OrderApp.StartAsync(database, orders => orders.MapPatch("/{id}", (ExpectedVersion expected) => expected.IsAny));

        using var response = await app.SendAsync(HttpMethod.Patch, path);

        Assert.Equal(404, (int)response.StatusCode);
    }

    [Fact]
    public async Task LostRace_OfAnEndpointThatIsNotProtected_IsLeftAlone()
    {
        await using var database = await OrderDatabase.CreateAsync();
        await using var app = await OrderApp.StartAsync(database, orders => orders.MapPost("/{id:int}/close", (int id, OrdersDb db) => LoseAsync(database, db)));

        using var response = await app.SendAsync(HttpMethod.Post, "/orders/1/close", ifMatch: null);

        Assert.Equal(500, (int)response.StatusCode);
    }

    [Fact]
    public async Task LostRace_OfAnEndpointThatIsNotProtected_IsAConflictBehindTheMiddleware()
    {
        await using var database = await OrderDatabase.CreateAsync();
        await using var app = await OrderApp.StartAsync(
            database, orders => orders.MapPost("/{id:int}/close", (int id, OrdersDb db) => LoseAsync(database, db)), use: web => web.UseOptimisticConcurrency());

        using var response = await app.SendAsync(HttpMethod.Post, "/orders/1/close", ifMatch: null);

        Assert.Equal(409, (int)response.StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Poll_OfWhatHasNotChanged_IsNotModified(bool cached)
    {
        await using var database = await OrderDatabase.CreateAsync();
        await using var app = await OrderApp.StartAsync(
            database, orders => orders.MapGet("/{id:int}", (int id, OrdersDb db) => id).WithConditionalGet(), source: o => o.Cached = cached);
        using var first = await app.Client.GetAsync("/orders/1", Token);
        Assert.Equal("\"3\"", first.Headers.ETag?.Tag);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/orders/1");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await app.Client.SendAsync(request, Token);

        Assert.Equal(304, (int)second.StatusCode);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public async Task Poll_WithinTheTimeToLive_ReadsTheStoreOnlyWhenNotCached(bool cached, int reads)
    {
        await using var database = await OrderDatabase.CreateAsync();
        var statements = new StatementCounter();
        await using var app = await OrderApp.StartAsync(
            database, orders => orders.MapGet("/{id:int}", (int id) => id).WithConditionalGet(), source: o => o.Cached = cached,
            register: services => services
                .AddDbContext<OrdersDb>(options => database.Use(options.AddInterceptors(statements)))
                .AddDbContextVersions<OrdersDb>()
                .AddOptimisticConcurrency(o => o.VersionCacheTtl = TimeSpan.FromHours(1)));
        Assert.Equal(200, await PollAsync(app, "\"2\""));
        var before = statements.Count;

        Assert.Equal(304, await PollAsync(app, "\"3\""));

        Assert.Equal((1, reads), (before, statements.Count - before));
    }

    [Fact]
    public async Task Source_ForAKeyOfTwoRouteValues_FindsTheRow()
    {
        await using var database = await OrderDatabase.CreateAsync();
        var hall = new HallId(Guid.NewGuid());
        await using (var db = database.Open())
        {
            db.Add(new Seat { Hall = hall, Number = 7 });
            await db.SaveChangesAsync(Token);
        }

        await using var app = await OrderApp.StartAsync(database, orders => orders.MapPut("/halls/{hall}/seats/{number}", (ExpectedVersion expected) => expected.Values)
            .WithDbVersionSource<OrdersDb, Seat>(o => o.RouteValues = ["hall", "number"]));

        using var met = await app.SendAsync(HttpMethod.Put, $"/orders/halls/{hall.Value}/seats/7", "\"1\"");
        using var unmet = await app.SendAsync(HttpMethod.Put, $"/orders/halls/{hall.Value}/seats/7", "\"2\"");

        Assert.Equal(200, (int)met.StatusCode);
        await unmet.AssertConflictAsync(current: 1, submitted: 2);
    }

    [Fact]
    public async Task Source_WithoutRegistration_SaysWhatToCall()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRouting().AddOptimisticConcurrency();
        await using var app = builder.Build();
        app.MapGet("/orders/{id}", (int id) => id).WithDbVersionSource<OrdersDb, Order>();

        var error = Assert.Throws<InvalidOperationException>(() => ((IEndpointRouteBuilder)app).DataSources.Sum(source => source.Endpoints.Count));

        Assert.Contains("AddDbContextVersions", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pool")]
    [InlineData("factory")]
    [InlineData("before")]
    public async Task Registration_HoweverTheContextIsRegistered_CountsVersions(string way)
    {
        await using var database = await OrderDatabase.CreateAsync();
        await using var app = await OrderApp.StartAsync(database, orders => MapPatch(orders), register: services =>
        {
            services.AddDbContextVersions<OrdersDb>().AddDbContextVersions<OrdersDb>();
            _ = way switch
            {
                "pool" => services.AddDbContextPool<OrdersDb>(database.Use),
                "factory" => services.AddDbContextFactory<OrdersDb>(database.Use),
                _ => services.AddDbContext<OrdersDb>(database.Use),
            };
        });

        using var response = await app.SendAsync(HttpMethod.Patch, "/orders/1");

        Assert.Equal("\"4\"", response.Headers.ETag?.Tag);
    }

    private static async Task<int> PollAsync(OrderApp app, string tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/orders/1");
        request.Headers.Add("If-None-Match", tag);
        using var response = await app.Client.SendAsync(request, Token);
        return (int)response.StatusCode;
    }

    private static void MapPatch(RouteGroupBuilder orders, Func<Task>? meanwhile = null) =>
        orders.MapPatch("/{id:int}", async Task<IResult> (int id, ExpectedVersion expected, OrdersDb db) =>
        {
            if (await db.Orders.FindAsync([id], Token) is not { } order)
            {
                return TypedResults.NotFound();
            }

            db.Entry(order).ExpectVersion(expected);
            order.Status = "mine";
            await (meanwhile?.Invoke() ?? Task.CompletedTask);
            await db.SaveChangesAsync(Token);
            return VersionResults.Ok(order.Status, order.Version);
        });

    private static async Task LoseAsync(OrderDatabase database, OrdersDb db)
    {
        var order = await db.Orders.SingleAsync(Token);
        await database.WriteAsync("theirs");
        order.Status = "mine";
        await db.SaveChangesAsync(Token);
    }
}
