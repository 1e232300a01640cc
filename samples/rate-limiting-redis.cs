#:sdk Microsoft.NET.Sdk.Web
#:project ../src/RateLimiting.StackExchangeRedis
#:property PublishAot=false

// One limit over many nodes. Start it twice, on two ports and one Redis: both count together.
// ConnectionStrings__Redis=localhost:6379 dotnet run samples/rate-limiting-redis.cs
//
// curl -i http://localhost:5000/      # 200, X-RateLimit-Limit: 60, X-RateLimit-Remaining:

using Investigations.RateLimiting;
using Investigations.RateLimiting.StackExchangeRedis;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddBackoffRateLimiting()
    .AddStackExchangeRedis(builder.Configuration.GetConnectionString("Redis") ?? "localhost:6379");

var app = builder.Build();
app.UseBackoffRateLimiting();
app.MapGet("/", () => "hello");
app.Run();
