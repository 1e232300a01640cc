#:sdk Microsoft.NET.Sdk.Web
#:project ../src/EventFeed.PostgreSql
#:property PublishAot=false

// One feed for many nodes. Start it twice, on two ports and one database: what one node appends, the other's readers get at once.
// ConnectionStrings__Postgres='Host=localhost;Database=shop;Username=shop' dotnet run samples/event-feed-postgresql.cs
//
// curl -i -X POST http://localhost:5000/rooms/blue/open      # 200, Appended
// curl -i http://localhost:5000/rooms/blue/events            # 200, "type":"opened"

using System.Text.Json;
using Investigations.EventFeed;
using Investigations.EventFeed.PostgreSql;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddEventFeed().UsePostgreSql(
    builder.Configuration.GetConnectionString("Postgres") ?? throw new InvalidOperationException("Say where the database is: ConnectionStrings__Postgres."));

var app = builder.Build();
app.MapEventFeed("/rooms/{feed}/events");
app.MapPost("/rooms/{room}/open", async (string room, IEventFeed feed, CancellationToken ct) =>
{
    var results = await feed.AppendAsync(room, [new("opened", JsonElement.Parse("{}"))], ct);
    return results[0].Outcome.ToString();
});

app.Run();
