using Microsoft.Extensions.Logging;

namespace Gateway.Client.Internal;

/// <summary>
/// The application's loggers for SignalR's connection. SignalR logs each lost connection as several errors with stacks. Here they are
/// entries of level Debug, because the client itself reports a lost connection in one entry, and failures to whoever made the call.
/// </summary>
internal sealed class QuietLoggerFactory(ILoggerFactory inner) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new QuietLogger(inner.CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose()
    {
        // The factory belongs to the application.
    }

    private sealed class QuietLogger(ILogger inner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(Quiet(logLevel));

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var level = Quiet(logLevel);
            if (inner.IsEnabled(level))
            {
                inner.Log(level, eventId, state, exception, formatter);
            }
        }

        private static LogLevel Quiet(LogLevel level) => level is LogLevel.None || level < LogLevel.Debug ? level : LogLevel.Debug;
    }
}
