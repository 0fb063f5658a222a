using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;
using Serilog.Sinks.Async;

namespace Gateway.Web.Platform.Logging;

/// <summary>
/// Writes entries to a log file, and reports in the file how many entries were lost: those that found the queue full, and those that
/// could not be written to the disk. After a failure the next entry opens the file again. Only one thread writes.
/// </summary>
/// <param name="open">Creates the sink for the file. When the disk cannot be written, the sink throws, or tells its listener and tries
/// again much later.</param>
internal sealed class LogFileSink(Func<ILogEventSink> open) : ILogEventSink, ILoggingFailureListener, IAsyncLogEventSinkMonitor, IDisposable
{
    private static readonly MessageTemplate LostText = new MessageTemplateParser().Parse("{Count} log lines were lost: the disk failed or was too slow.");

    private ILogEventSink? _file;
    private IAsyncLogEventSinkInspector? _queue;
    private bool _hasFailed;
    private long _failed;
    private long _reported;

    private long Lost => Interlocked.Read(ref _failed) + (_queue?.DroppedMessagesCount ?? 0);

    public void Emit(LogEvent logEvent)
    {
        try
        {
            _file ??= Open();
            ReportLost(_file);
            if (!_hasFailed)
            {
                _file.Emit(logEvent);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _hasFailed = true;
        }

        if (_hasFailed)
        {
            // Lost entries are counted until the disk can be written again; the other logs continue.
            _failed++;
            Close();
        }
    }

    void ILoggingFailureListener.OnLoggingFailed(object sender, LoggingFailureKind kind, string message, IReadOnlyCollection<LogEvent>? events, Exception? exception) =>
        _hasFailed |= events is { Count: > 0 };

    public void StartMonitoring(IAsyncLogEventSinkInspector inspector) => _queue = inspector;

    public void StopMonitoring(IAsyncLogEventSinkInspector inspector)
    {
        // The inspector is kept, because the count is needed until the last entry has been written.
    }

    public void Dispose()
    {
        if (_file is not null && Lost > _reported)
        {
            ReportLost(_file);
        }

        Close();
    }

    private void ReportLost(ILogEventSink file)
    {
        var lost = Lost;
        if (lost > _reported)
        {
            file.Emit(new LogEvent(
                TimeProvider.System.GetUtcNow(), LogEventLevel.Warning, exception: null, LostText, [new LogEventProperty("Count", new ScalarValue(lost - _reported))]));
            _reported = _hasFailed ? _reported : lost;
        }
    }

    private ILogEventSink Open()
    {
        _hasFailed = false;
        var file = open();
        (file as ISetLoggingFailureListener)?.SetFailureListener(this);
        return file;
    }

    private void Close()
    {
        var file = _file;
        _file = null;
        try
        {
            (file as IDisposable)?.Dispose();
        }
        catch (IOException)
        {
            // Entries that could not be written are lost in any case.
        }
    }
}
