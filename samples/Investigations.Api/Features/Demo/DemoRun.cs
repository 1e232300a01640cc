using System.Text.Json;
using Investigations.Api.Features.Investigations;
using Investigations.Api.Storage;
using Investigations.Concurrency;
using Investigations.EventFeed;

namespace Investigations.Api.Features.Demo;

/// <summary>In Development, an investigation whose runs really happen, one after the other, for a newcomer to watch.</summary>
internal sealed partial class DemoRun(
    IInvestigationStore store, DemoWelcome welcome, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<DemoRun> logger) : BackgroundService
{
    public const string Owner = "demo";

    private const string Title = "Demo: a card-testing ring";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await StartedAsync(stoppingToken);
            var id = await FindOrCreateAsync(stoppingToken);
            welcome.Print(id);
            while (true)
            {
                await RunOnceAsync(id, stoppingToken);
                await Task.Delay(Pause, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        catch (FeedUnavailableException e)
        {
            LogStopped(logger, e);
        }
    }

    private async Task StartedAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
    }

    private async Task<string> FindOrCreateAsync(CancellationToken cancellationToken) =>
        (await store.FindByTitleAsync(Title, cancellationToken)
            ?? await store.CreateAsync(new NewInvestigation(Title, []), Owner, cancellationToken)).Id;

    private async Task RunOnceAsync(string id, CancellationToken cancellationToken)
    {
        var runId = Guid.CreateVersion7(time.GetUtcNow()).ToString();
        await store.CreateRunAsync(id, runId, "card testing", Owner, cancellationToken);
        await UpdateAsync(id, new { status = InvestigationStatus.InProgress, phase = "started", progress = 0 }, cancellationToken);

        foreach (var step in DemoScript.Steps)
        {
            await Task.Delay(TimeSpan.FromSeconds(step.SecondsBefore), time, cancellationToken);
            var data = JsonSerializer.SerializeToElement(step.Data);
            await store.AppendAsync(id, [new NewFeedEvent(step.Type, data) { Subject = runId }], cancellationToken);
            await UpdateAsync(id, step.Type == RunPhases.PhaseChange
                ? new { phase = data.GetProperty("phase").GetString(), progress = step.Progress }
                : new { progress = step.Progress }, cancellationToken);
        }
    }

    private async Task UpdateAsync(string id, object members, CancellationToken cancellationToken) =>
        await store.UpdateAsync(id, ExpectedVersion.Any, InvestigationPatch.Of(members), Owner, cancellationToken);

    [LoggerMessage(1, LogLevel.Warning, "The demo run stopped, because the storage can't be reached", EventName = "DemoStopped")]
    private static partial void LogStopped(ILogger logger, Exception exception);
}
