using Gateway.Contracts;
using Microsoft.Extensions.Logging;

namespace Gateway.Worker.Executors.Com;

internal static partial class ComExecutorLog
{
    [LoggerMessage(WorkerEventIds.Com, LogLevel.Information, "MXAccess was created. It supports ILMXProxyServer up to version {Version} of 5; buffered events: {Buffered}.", EventName = "Created")]
    public static partial void Created(ILogger logger, int version, bool buffered);

    [LoggerMessage(WorkerEventIds.Com + 1, LogLevel.Warning, "{Method} has not returned for {Elapsed}; commands are refused until it returns.", EventName = "CallSuspect")]
    public static partial void CallSuspect(ILogger logger, string method, TimeSpan elapsed);

    [LoggerMessage(WorkerEventIds.Com + 2, LogLevel.Information, "{Method} returned after {Elapsed}; commands are accepted again.", EventName = "CallReturned")]
    public static partial void CallReturned(ILogger logger, string method, TimeSpan elapsed);

    [LoggerMessage(WorkerEventIds.Com + 3, LogLevel.Warning, "The platform is {State}.", EventName = "PlatformChanged")]
    public static partial void PlatformChanged(ILogger logger, PlatformState state);

    [LoggerMessage(WorkerEventIds.Com + 4, LogLevel.Warning, "{Count} values had a type that the gateway cannot represent; they were read as empty.", EventName = "UnreadableValues")]
    public static partial void UnreadableValues(ILogger logger, long count);

    [LoggerMessage(WorkerEventIds.Com + 5, LogLevel.Warning, "MXAccess did not release its thread; the process ends without waiting for it.", EventName = "ThreadLeftBehind")]
    public static partial void ThreadLeftBehind(ILogger logger);
}
