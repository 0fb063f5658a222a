using Gateway.Web.Platform.Logging;

namespace Gateway.Web.Sessions.Workers;

internal static partial class WorkerLog
{
    private const int MaxLine = 2_000;

    /// <summary>A line of a worker's standard output.</summary>
    public static void Printed(ILogger logger, string sessionId, int processId, string line)
    {
        if (!string.IsNullOrWhiteSpace(line))
        {
            WorkerPrinted(logger, sessionId, processId, Shorten(line));
        }
    }

    /// <summary>A line of a worker's standard error: why it did not start, or what goes wrong.</summary>
    public static void Complained(ILogger logger, string sessionId, int processId, string line)
    {
        if (!string.IsNullOrWhiteSpace(line))
        {
            WorkerComplained(logger, sessionId, processId, Shorten(line));
        }
    }

    private static string Shorten(string line) => line.Length > MaxLine ? line[..MaxLine] : line;

    [LoggerMessage(EventIds.Workers, LogLevel.Information, "Worker {ProcessId} of session {SessionId} started, backend {Backend}.", EventName = "WorkerStarted")]
    public static partial void Started(ILogger logger, string sessionId, int processId, string backend);

    [LoggerMessage(EventIds.Workers + 1, LogLevel.Information, "Worker {ProcessId} of session {SessionId} is ready after {Milliseconds:F0} ms.", EventName = "WorkerReady")]
    public static partial void Ready(ILogger logger, string sessionId, int processId, double milliseconds);

    [LoggerMessage(EventIds.Workers + 2, LogLevel.Warning, "A connection for session {SessionId} was refused: {Reason}", EventName = "ConnectionRefused")]
    public static partial void ConnectionRefused(ILogger logger, string sessionId, string reason);

    [LoggerMessage(EventIds.Workers + 3, LogLevel.Debug, "The connection to the worker of session {SessionId} ended: {Reason}", EventName = "WorkerConnectionLost")]
    public static partial void ConnectionLost(ILogger logger, string sessionId, string reason);

    [LoggerMessage(EventIds.Workers + 4, LogLevel.Information, "Worker {ProcessId} of session {SessionId} ended with exit code {ExitCode}.", EventName = "WorkerExited")]
    public static partial void Exited(ILogger logger, string sessionId, int processId, int exitCode);

    [LoggerMessage(EventIds.Workers + 5, LogLevel.Warning, "Worker {ProcessId} of session {SessionId} did not end within {Seconds} s and is being killed.", EventName = "WorkerKilled")]
    public static partial void KilledAfterTimeout(ILogger logger, string sessionId, int processId, int seconds);

    [LoggerMessage(EventIds.Workers + 8, LogLevel.Information, "Worker {ProcessId} of session {SessionId} connected again after its connection broke.", EventName = "WorkerReturned")]
    public static partial void Returned(ILogger logger, string sessionId, int processId);

    [LoggerMessage(EventIds.Workers + 9, LogLevel.Information, "Worker {ProcessId} of session {SessionId}, started by an earlier gateway, has proved its identity and is connected.", EventName = "WorkerAdopted")]
    public static partial void Adopted(ILogger logger, string sessionId, int processId);

    [LoggerMessage(EventIds.Workers + 10, LogLevel.Information, "Worker {ProcessId} of session {SessionId} keeps running and waits for the next gateway.", EventName = "WorkerHandedOver")]
    public static partial void HandedOver(ILogger logger, string sessionId, int processId);

    [LoggerMessage(EventIds.Workers + 11, LogLevel.Warning, "The worker of session {SessionId} could not be assigned to a Windows job; it has to notice the end of the gateway itself.", EventName = "WorkerNotBound")]
    public static partial void NotBound(ILogger logger, string sessionId, Exception error);

    [LoggerMessage(EventIds.Workers + 7, LogLevel.Error, "The gateway failed to process what the worker of session {SessionId} sent.", EventName = "FrameNotTakenIn")]
    public static partial void NotTakenIn(ILogger logger, string sessionId, Exception error);

    [LoggerMessage(EventIds.Workers + 12, LogLevel.Warning, "Worker {ProcessId} of session {SessionId}: {Line}", EventName = "WorkerComplained")]
    private static partial void WorkerComplained(ILogger logger, string sessionId, int processId, string line);

    [LoggerMessage(EventIds.Workers + 13, LogLevel.Error, "Worker {ProcessId} should have been ended, but the system has not shown it for {Seconds} s; it may still be running.", EventName = "WorkerNotSeen")]
    public static partial void NotSeen(ILogger logger, int processId, double seconds);

    [LoggerMessage(EventIds.Workers + 14, LogLevel.Information, "Worker {ProcessId} was started in advance, backend {Backend}.", EventName = "SpareWorkerStarted")]
    public static partial void SpareStarted(ILogger logger, int processId, string backend);

    [LoggerMessage(EventIds.Workers + 15, LogLevel.Warning, "Worker {ProcessId}, which was started in advance, ended with exit code {ExitCode} before it served a session; it is replaced a little later.", EventName = "SpareWorkerEnded")]
    public static partial void SpareEnded(ILogger logger, int processId, int exitCode);

    [LoggerMessage(EventIds.Workers + 16, LogLevel.Warning, "A worker could not be started in advance; sessions start their own workers meanwhile. It is tried again in {Seconds} s.", EventName = "SpareWorkerFailed")]
    public static partial void SpareFailed(ILogger logger, double seconds, Exception error);

    [LoggerMessage(EventIds.Workers + 17, LogLevel.Information, "Worker {ProcessId}, which was started in advance, is now the worker of session {SessionId}.", EventName = "SpareWorkerTaken")]
    public static partial void SpareTaken(ILogger logger, int processId, string sessionId);

    [LoggerMessage(EventIds.Workers + 6, LogLevel.Debug, "Worker {ProcessId} of session {SessionId}: {Line}", EventName = "WorkerPrinted")]
    private static partial void WorkerPrinted(ILogger logger, string sessionId, int processId, string line);
}
