using Investigations.Concurrency;
using Investigations.Concurrency.EntityFrameworkCore;
using Investigations.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Microsoft.OpenApi;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddControllers();
//= Concurrency: Extension points
builder.Services.AddOptimisticConcurrency();
builder.Services.AddSingleton<ArticleStore>();
builder.Services.AddDbContext<AppDb>(options => options.UseSqlite("Data Source=orders.db"));
builder.Services.AddDbContextVersions<AppDb>();
builder.Services.AddCors().AddAuthorization().AddAuthentication().AddCookie();
builder.Services.AddBackoffRateLimiting(options => options.AddPolicy("login", policy => policy.PermitLimit = 1));

var app = builder.Build();
using (var scope = app.Services.CreateScope())
{
    scope.ServiceProvider.GetRequiredService<AppDb>().Database.EnsureCreated();
}

//= RateLimiting: Use: 2
app.MapControllers();
app.MapOpenApi();
app.Run();
