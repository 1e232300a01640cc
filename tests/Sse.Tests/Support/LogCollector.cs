using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Investigations.Sse.Tests;

internal sealed class LogCollector : ILoggerProvider
{
    private readonly ConcurrentQueue<LogLine> _lines = new();

    public IEnumerable<LogLine> Lines => _lines;

    /// <summary>What nobody should see in a server that works.</summary>
    public IEnumerable<LogLine> Errors => _lines.Where(line => line.Level >= LogLevel.Error);

    public void Clear() => _lines.Clear();

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, _lines);

    public void Dispose()
    {
    }

    private sealed class Logger(string category, ConcurrentQueue<LogLine> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(new LogLine(logLevel, category, eventId, formatter(state, exception), exception));
    }
}

internal sealed record LogLine(LogLevel Level, string Category, EventId Id, string Text, Exception? Exception);
