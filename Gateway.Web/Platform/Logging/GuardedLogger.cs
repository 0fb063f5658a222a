using Gateway.Errors;
using Microsoft.AspNetCore.SignalR;

namespace Gateway.Web.Platform.Logging;

/// <summary>
/// Applies the rules that all logs share: entries are cut and cleaned (<see cref="LogText"/>), and an error that SignalR logs because a
/// caller was refused is logged as a refusal at Debug. Refusals are answered with their code, and refusals because of missing rights
/// are in the audit trail. Faults are logged where they are translated for the client.
/// </summary>
internal sealed class GuardedLogger(ILogger inner, string category) : ILogger
{
    private const LogLevel LevelOfRefusals = LogLevel.Debug;

    private readonly bool _isSignalR = category.StartsWith("Microsoft.AspNetCore.SignalR", StringComparison.Ordinal);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (_isSignalR && logLevel > LevelOfRefusals && exception is (HubException or GatewayException or OperationCanceledException))
        {
            LogRefusal(eventId, state, exception, formatter);
            return;
        }

        if (!inner.IsEnabled(logLevel))
        {
            return;
        }

        var error = CleanOrNull(exception);
        var text = formatter(state, exception);
        if (LogText.IsClean(text))
        {
            inner.Log(logLevel, eventId, state, error, formatter);
        }
        else
        {
            Write(logLevel, eventId, state, text, error);
        }
    }

    // Logs the answer that the caller got, without a stack trace.
    private void LogRefusal<TState>(EventId eventId, TState state, Exception refusal, Func<TState, Exception?, string> formatter)
    {
        if (inner.IsEnabled(LevelOfRefusals))
        {
            var text = $"{formatter(state, null)} {refusal.Message}";
            Write(LevelOfRefusals, eventId, state, text, null);
        }
    }

    private void Write<TState>(LogLevel logLevel, EventId eventId, TState state, string text, Exception? error)
    {
        var clean = new CleanEntry(state, LogText.Clean(text));
        inner.Log(logLevel, eventId, clean, error, static (entry, _) => entry.ToString());
    }

    private static Exception? CleanOrNull(Exception? exception)
    {
        if (exception is null)
        {
            return null;
        }

        var text = exception.ToString();
        return LogText.IsClean(text) ? exception : new CleanException(LogText.Clean(text));
    }
}
