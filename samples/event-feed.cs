#:sdk Microsoft.NET.Sdk.Web
#:project ../src/EventFeed
#:property PublishAot=false

// What happened since my cursor? Start it with `dotnet run samples/event-feed.cs`, then:
//
// curl -i -X POST http://localhost:5000/rooms/blue/open           # 200, Appended
// curl -i http://localhost:5000/rooms/blue/events                 # 200, "type":"opened", "next":"
// curl -i 'http://localhost:5000/rooms/red/events?wait=1'         # 200, "events":[]
//
// Send `next` back as `cursor` for what comes after; add `wait=30` to be answered when it comes.

using System.Text.Json;
using Investigations.EventFeed;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddEventFeed().UseInMemory();

var app = builder.Build();
app.MapEventFeed("/rooms/{feed}/events");
app.MapPost("/rooms/{room}/open", async (string room, IEventFeed feed, CancellationToken ct) =>
{
    var results = await feed.AppendAsync(room, [new("opened", JsonElement.Parse("{}"))], ct);
    return results[0].Outcome.ToString();
});

app.Run();
