using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Investigations.Concurrency.Tests;

/// <summary>Keeps what was logged.</summary>
internal sealed class LogRecords : ILoggerProvider
{
    private readonly ConcurrentQueue<(LogLevel Level, EventId Id, string Text)> _records = new();

    public IEnumerable<(LogLevel Level, EventId Id, string Text)> Of(string eventName) => _records.Where(r => r.Id.Name == eventName);

    public ILogger CreateLogger(string categoryName) => new Logger(_records);

    public void Dispose()
    {
    }

    private sealed class Logger(ConcurrentQueue<(LogLevel Level, EventId Id, string Text)> records) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            records.Enqueue((logLevel, eventId, $"{formatter(state, exception)}{(exception is null ? "" : $"\n{exception}")}"));
    }
}
