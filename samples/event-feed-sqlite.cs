#:sdk Microsoft.NET.Sdk.Web
#:project ../src/EventFeed.Sqlite
#:property PublishAot=false

// A row and its event in one transaction, in a file. Start it with `dotnet run samples/event-feed-sqlite.cs`, then:
//
// curl -i -X POST http://localhost:5000/lamps/hall/switch      # 200, on
// curl -i -X POST http://localhost:5000/lamps/hall/switch      # 200, off
// curl -i http://localhost:5000/lamps/hall/events              # 200, {"on":true}, {"on":false}

using System.Text.Json;
using Investigations.EventFeed;
using Investigations.EventFeed.Sqlite;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddEventFeed().UseSqlite($"Data Source={Path.Combine(Path.GetTempPath(), $"lamps-{Environment.ProcessId}.db")}");

var app = builder.Build();
app.MapEventFeed("/lamps/{feed}/events");
app.MapPost("/lamps/{lamp}/switch", (string lamp, SqliteFeedDatabase database, IEventFeed feed, CancellationToken ct) => database.WriteAsync(transaction =>
{
    using var command = transaction.Connection!.CreateCommand();
    command.CommandText = """
        CREATE TABLE IF NOT EXISTS lamps(name TEXT PRIMARY KEY, is_on INTEGER);
        INSERT INTO lamps VALUES ($lamp, 1) ON CONFLICT DO UPDATE SET is_on = 1 - is_on RETURNING is_on
        """;
    command.Parameters.AddWithValue("$lamp", lamp);
    var isOn = (long)command.ExecuteScalar()! == 1;
    feed.Append(transaction, lamp, [new("switched", JsonElement.Parse(isOn ? """{"on":true}""" : """{"on":false}"""))]);
    return isOn ? "on" : "off";
}, ct));

app.Run();
