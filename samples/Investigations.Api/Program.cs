using Investigations.Api.Features.Authentication;
using Investigations.Api.Features.Demo;
using Investigations.Api.Features.Events;
using Investigations.Api.Features.Investigations;
using Investigations.Api.Features.MultiTab;
using Investigations.Api.Features.Operations;
using Investigations.Api.Features.RateLimits;
using Investigations.Api.Features.Streaming;
using Investigations.Api.Features.Transfer;
using Investigations.Api.Hosting;
using Investigations.Api.Http;
using Investigations.Api.Storage;
using Investigations.Concurrency;
using Investigations.EventFeed;
using Investigations.RateLimiting;
using Investigations.Sse;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });

builder.ConfigureServer();
builder.Services.AddApiConventions();
builder.AddApiAuthentication();
builder.AddStorage();
builder.Services.AddInvestigations();
builder.Services.AddStreams();
builder.AddApiRateLimits();
builder.Services.AddPolling();
builder.Services.AddReadiness();
builder.Services.AddOpenApi(static options => options.AddVersions());
builder.AddDemoRun();
builder.AddTransfer(args);
builder.AddTelemetry();

var app = builder.Build();

if (args is ["schema"])
{
    Console.Out.Write(StorageSetup.PostgresSchema);
    return 0;
}

if (TransferCommand.IsGiven(args))
{
    return await app.TransferAsync(args);
}

if (app.RefusesItsSettings())
{
    return 1;
}

app.UseServerLimits();
app.UseForwardedClients();
app.UseSecurityHeaders();
app.UseExceptionHandler();
app.UseStatusCodePages();
app.UseDefaultFiles();
app.UseStaticFiles();
app.UseRouting();
app.UseAuthentication();
app.UseBackoffRateLimiting();
app.UseAuthorization();
app.UseCsrfHeader();
app.UseEventFeed();
app.UseOptimisticConcurrency();
app.UseInvestigationAccess();
app.UseSse();

app.MapAuthentication();
app.MapInvestigations();
app.MapInvestigationState();
app.MapEvents();
app.MapStreams();
app.MapRateLimitEndpoints("/api/v1/rate-limit").RequireAuthorization();
app.MapMultiTab();
app.MapHealth();
app.MapOpenApi().DisableBackoffRateLimiting();

await app.RunAsync();
return 0;
