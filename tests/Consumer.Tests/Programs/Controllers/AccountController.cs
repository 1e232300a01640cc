using Investigations.RateLimiting;
using Microsoft.AspNetCore.Mvc;

//= RateLimiting: Use: 3
