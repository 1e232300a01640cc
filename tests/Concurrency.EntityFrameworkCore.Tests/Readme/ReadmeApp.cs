using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Concurrency.EntityFrameworkCore.Tests.Readme;

/// <summary>The application that the package's README shows.</summary>
internal static class ReadmeApp
{
    public static WebApplication Build(string connectionString)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        builder.Services.AddControllers().AddApplicationPart(typeof(ReadmeApp).Assembly);

        builder.Services.AddDbContext<AppDb>(options => options.UseSqlite(connectionString));
        builder.Services.AddDbContextVersions<AppDb>();                       // includes AddOptimisticConcurrency()

        var app = builder.Build();
        app.UseRouting();
        var orders = app.MapGroup("/orders").WithDbVersionSource<AppDb, Order>();   // the key is route value "id"
        orders.MapPatch("/{id:int}", async Task<IResult> (int id, OrderPatch patch, ExpectedVersion expected, AppDb db, CancellationToken ct) =>
        {
            if (await db.Orders.FindAsync([id], ct) is not { } order)
            {
                return TypedResults.NotFound();
            }

            db.Entry(order).ExpectVersion(expected);
            order.Status = patch.Status;
            return await db.SaveVersionAsync(order, ct);                      // 200 and ETag, 409 with the version of now, or 404
        });
        app.MapPatch("/statements/{id:int}", async (int id, string status, ExpectedVersion expected, AppDb db, CancellationToken ct) =>
        {
            VersionCommit commit = await db.Orders.ExecuteUpdateVersionAsync(id, expected, s => s.SetProperty(o => o.Status, status), ct);
            return commit;
        });
        app.MapControllers().WithDbVersionSource<AppDb, Order>();
        return app;
    }
}
