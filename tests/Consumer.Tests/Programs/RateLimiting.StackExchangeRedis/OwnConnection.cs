using Investigations.RateLimiting;
using Investigations.RateLimiting.StackExchangeRedis;
using StackExchange.Redis;

static class OwnConnection
{
    public static void Add(WebApplicationBuilder builder)
    {
        //= RateLimiting.StackExchangeRedis: Use: 2
    }
}
