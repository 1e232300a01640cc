#:sdk Microsoft.NET.Sdk.Web
#:project ../src/Sse
#:property PublishAot=false

// One message to everybody who listens. Start it with `dotnet run samples/sse.cs`, listen in as many terminals as you like
// (`curl -N http://localhost:5000/radio`), then:
//
// curl -i -X POST 'http://localhost:5000/radio?say=hello'                     # 200
// curl -N --max-time 2 'http://localhost:5000/radio?last_event_id=0'          # event: reset, data: hello
//
// A listener that comes back with the id of its last event gets what it missed.

using System.Net.ServerSentEvents;
using Investigations.Sse;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSse();
builder.Services.AddSseChannels<string, string>();

var app = builder.Build();
app.UseRouting();
app.UseSse();
app.MapSse("/radio", "radio");
app.MapPost("/radio", (string say, ISseChannels<string, string> channels) => channels.Get("radio").Publish(new SseItem<string>(say)));

app.Run();
