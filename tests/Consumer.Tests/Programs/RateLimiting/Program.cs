//= RateLimiting: Use
