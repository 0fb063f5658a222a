using Microsoft.Extensions.Logging;

namespace Gateway.Worker;

internal static partial class WorkerHostLog
{
    [LoggerMessage(WorkerEventIds.Host, LogLevel.Error, "The {Backend} executor could not start.", EventName = "ExecutorStartFailed")]
    public static partial void ExecutorStartFailed(ILogger logger, string backend, Exception error);

    [LoggerMessage(WorkerEventIds.Host + 1, LogLevel.Error, "The executor cannot continue: {Code} {Message}", EventName = "ExecutorFaulted")]
    public static partial void ExecutorFaulted(ILogger logger, string code, string message);

    [LoggerMessage(WorkerEventIds.Host + 2, LogLevel.Warning, "The teardown of the executor failed.", EventName = "TeardownFailed")]
    public static partial void TeardownFailed(ILogger logger, Exception error);

    [LoggerMessage(WorkerEventIds.Host + 3, LogLevel.Information, "The worker ends with exit code {ExitCode}.", EventName = "Ended")]
    public static partial void Ended(ILogger logger, int exitCode);
}
