//= RateLimiting.StackExchangeRedis: Use
