using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Investigations.Concurrency.EntityFrameworkCore;

/// <summary>Tells which exceptions mean that another writer came first.</summary>
internal static class LostRace
{
    // Of ISO/IEC 9075: class 40, transaction rollback. The second is PostgreSQL's for a deadlock.
    private const string SerializationFailure = "40001";
    private const string DeadlockDetected = "40P01";

    /// <remarks>Drivers' exceptions come wrapped: by the update pipeline, by execution strategies, or not at all from a commit.</remarks>
    public static bool Explains(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is DbUpdateConcurrencyException or DbException { SqlState: SerializationFailure or DeadlockDetected })
            {
                return true;
            }
        }

        return false;
    }
}
