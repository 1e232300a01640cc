using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Investigations.Concurrency.EntityFrameworkCore.Tests;

/// <summary>Counts the queries that a context sends.</summary>
internal sealed class StatementCounter : DbCommandInterceptor
{
    private int _count;

    public int Count => _count;

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _count);
        return new(result);
    }
}
