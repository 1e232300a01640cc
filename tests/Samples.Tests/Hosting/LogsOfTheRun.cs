using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Investigations.Samples.Tests.Hosting;
using Microsoft.Extensions.Logging;

[assembly: AssemblyFixture(typeof(LogsOfTheRun))]

namespace Investigations.Samples.Tests.Hosting;

/// <summary>
/// Reads all that the hosts of a whole test run log, in full detail, for tokens: none may be there, whatever was sent by which way.
/// The run fails at its end if one is.
/// </summary>
public sealed partial class LogsOfTheRun : IDisposable
{
    private static readonly ConcurrentQueue<string> Leaks = new();
    private static int _lines;

    /// <summary>Listens to one host.</summary>
    public static ILoggerProvider NewReader() => new Reader();

    public static bool HoldsToken(string text) => Token().IsMatch(text);

    public void Dispose()
    {
        Assert.Empty(Leaks);
        Assert.True(_lines > 0 || !ApiFactory.WasUsed, "No host logged anything, so nothing was read.");
    }

    // Two parts in base64url that begin as a JSON object does: a token, with its signature or without.
    [GeneratedRegex(@"eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}")]
    private static partial Regex Token();

    internal sealed class Reader : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull
        {
            Read($"{state}", null);
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Debug;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                Read(formatter(state, exception), exception);
            }
        }

        public void Dispose()
        {
        }

        private static void Read(string text, Exception? exception)
        {
            Interlocked.Increment(ref _lines);
            if (HoldsToken(text) || (exception is not null && HoldsToken(exception.ToString())))
            {
                Leaks.Enqueue($"{text} {exception}");
            }
        }
    }
}
