using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Investigations.RateLimiting.Tests;

/// <summary>Keeps what is logged.</summary>
internal sealed class CollectedLogs : ILoggerProvider
{
    private readonly ConcurrentQueue<(LogLevel Level, EventId Id, string Text, Exception? Exception)> _entries = new();

    public IReadOnlyList<(LogLevel Level, EventId Id, string Text, Exception? Exception)> Of(string eventName) => [.. _entries.Where(e => e.Id.Name == eventName)];

    public IReadOnlyList<(LogLevel Level, EventId Id, string Text, Exception? Exception)> All => [.. _entries];

    public ILogger CreateLogger(string categoryName) => new Logger(_entries);

    public void Dispose()
    {
    }

    private sealed class Logger(ConcurrentQueue<(LogLevel, EventId, string, Exception?)> entries) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            entries.Enqueue((logLevel, eventId, formatter(state, exception), exception));
    }
}
