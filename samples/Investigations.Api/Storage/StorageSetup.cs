using Investigations.Api.Storage.PostgreSql;
using Investigations.Api.Storage.Sqlite;
using Investigations.EventFeed;
using Investigations.EventFeed.PostgreSql;
using Investigations.EventFeed.Sqlite;
using Microsoft.Extensions.Configuration;

namespace Investigations.Api.Storage;

internal static class StorageSetup
{
    private const string DefaultSqlite = "Data Source=data/investigations.db";

    /// <summary>All tables in PostgreSQL, for their owner to create where the host itself may not.</summary>
    public static string PostgresSchema => $"BEGIN;\n{PostgreSqlFeedSchema.Script()}\n{PostgreSql.Schema.Sql}\nCOMMIT;\n";

    /// <summary>Investigations and their feed: in one PostgreSQL database if one is given, else in one SQLite file.</summary>
    public static void AddStorage(this WebApplicationBuilder builder)
    {
        if (builder.Configuration.GetConnectionString("Postgres") is { Length: > 0 } postgres)
        {
            builder.Services.AddEventFeed().UsePostgreSql(postgres);
            builder.Services.AddSingleton<IInvestigationStore, PostgresInvestigationStore>();
            builder.Services.AddProtectionKeys<PostgreSql.ProtectionKeyRows>();
        }
        else
        {
            builder.Services.AddEventFeed()
                .UseSqlite(services => services.GetRequiredService<IConfiguration>().GetConnectionString("Sqlite") ?? DefaultSqlite);
            builder.Services.AddSingleton<IInvestigationStore, SqliteInvestigationStore>();
            builder.Services.AddProtectionKeys<Sqlite.ProtectionKeyRows>();
        }
    }
}
