using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Investigations.Concurrency.EntityFrameworkCore;

/// <summary>Counts versions before a save, and takes the count back when the save fails, so that it can be repeated.</summary>
internal sealed class VersionInterceptor : SaveChangesInterceptor
{
    public static readonly VersionInterceptor Instance = new();

    /// <exception cref="InvalidOperationException">The context does not count versions.</exception>
    public static void ThrowIfNotIn(DbContext context)
    {
        var interceptors = context.GetService<IDbContextOptions>().FindExtension<CoreOptionsExtension>()?.Interceptors;
        if (interceptors?.Contains(Instance) != true)
        {
            throw new InvalidOperationException(
                $"{context.GetType().Name} does not count versions: call services.AddDbContextVersions<{context.GetType().Name}>(), or UseVersions() on its options.");
        }
    }

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Count(eventData.Context!);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Count(eventData.Context!);
        return new(result);
    }

    public override void SaveChangesFailed(DbContextErrorEventData eventData) => TakeBack(eventData.Context!);

    public override Task SaveChangesFailedAsync(DbContextErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        TakeBack(eventData.Context!);
        return Task.CompletedTask;
    }

    // A lost race is announced by these two alone.
    public override InterceptionResult ThrowingConcurrencyException(ConcurrencyExceptionEventData eventData, InterceptionResult result)
    {
        TakeBack(eventData.Context!);
        return result;
    }

    public override ValueTask<InterceptionResult> ThrowingConcurrencyExceptionAsync(
        ConcurrencyExceptionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        TakeBack(eventData.Context!);
        return new(result);
    }

    private static void Count(DbContext context)
    {
        // Once: each call compares all that is tracked with what was loaded.
        var tracked = context.ChangeTracker.Entries().ToList();
        foreach (var entry in tracked.Where(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted).ToList())
        {
            VersionCounter.Of(entry)?.Count();

            // What an entity owns is a part of it, wherever it is stored.
            if (Ownership.RootOf(entry, tracked) is { State: EntityState.Unchanged } root)
            {
                VersionCounter.Of(root)?.Count();
            }
        }
    }

    private static void TakeBack(DbContext context)
    {
        foreach (var entry in context.ChangeTracker.Entries().Where(entry => entry.State == EntityState.Modified).ToList())
        {
            VersionCounter.Of(entry)?.TakeBack();
        }
    }
}
