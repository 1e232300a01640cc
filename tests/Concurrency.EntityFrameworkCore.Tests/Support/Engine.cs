namespace Investigations.Concurrency.EntityFrameworkCore.Tests;

/// <summary>What the tests run against.</summary>
public enum Engine
{
    /// <summary>A file in WAL mode.</summary>
    Sqlite,

    /// <summary>PostgreSQL as it is.</summary>
    PostgresReadCommitted,

    /// <summary>PostgreSQL with every transaction at REPEATABLE READ: losers get SQLSTATE 40001 instead of no row.</summary>
    PostgresRepeatableRead,
}
