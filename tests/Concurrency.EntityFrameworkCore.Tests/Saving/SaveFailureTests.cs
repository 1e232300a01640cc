using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Investigations.Concurrency.EntityFrameworkCore.Tests;

/// <summary>Saves that fail for another reason than a lost race.</summary>
public sealed class SaveFailureTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Save_ThatFailedOnce_CanBeRepeated()
    {
        await using var database = await OrderDatabase.CreateAsync();
        await using var db = database.Open(options => options.AddInterceptors(new FailsOnce()));
        var order = await db.Orders.SingleAsync(Token);
        db.Entry(order).ExpectVersion(ExpectedVersion.Exactly(3));
        order.Status = "paid";

        var failed = await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync(Token));
        Assert.IsType<Broken>(failed.InnerException);
        Assert.Equal(3, order.Version);

        await db.SaveChangesAsync(Token);
        Assert.Equal(("paid", 4L), ((await database.ReadAsync())!.Status, (await database.ReadAsync())!.Version));
    }

    private sealed class Broken : DbException;

    private sealed class FailsOnce : DbCommandInterceptor
    {
        private bool _failed;

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            if (_failed || !command.CommandText.Contains("UPDATE", StringComparison.Ordinal))
            {
                return new(result);
            }

            _failed = true;
            throw new Broken();
        }
    }
}
