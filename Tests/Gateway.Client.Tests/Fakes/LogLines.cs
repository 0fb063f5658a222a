using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Gateway.Client.Tests.Fakes;

/// <summary>Keeps the entries that would be written at a level.</summary>
internal sealed class LogLines(LogLevel least) : ILoggerProvider
{
    public ConcurrentQueue<(LogLevel Level, string Text, bool HasException)> Entries { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Lines(this);

    public void Dispose()
    {
        // There is nothing to release.
    }

    private sealed class Lines(LogLines owner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= owner.Least;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                owner.Entries.Enqueue((logLevel, formatter(state, exception), exception is not null));
            }
        }
    }

    private LogLevel Least { get; } = least;
}
