#:sdk Microsoft.NET.Sdk.Web
#:project ../src/RateLimiting
#:property PublishAot=false

// Three requests a minute; whoever goes on waits longer each time. Start it with `dotnet run samples/rate-limiting.cs`, then:
//
// curl -i http://localhost:5000/      # 200, X-RateLimit-Remaining: 2
// curl -i http://localhost:5000/      # 200, X-RateLimit-Remaining: 1
// curl -i http://localhost:5000/      # 200, X-RateLimit-Remaining: 0
// curl -i http://localhost:5000/      # 429, Retry-After:, "violations":1

using Investigations.RateLimiting;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddBackoffRateLimiting(options =>
{
    options.Default.PermitLimit = 3;
    options.Default.Window = TimeSpan.FromMinutes(1);
});

var app = builder.Build();
app.UseBackoffRateLimiting();
app.MapGet("/", () => "hello");
app.Run();
