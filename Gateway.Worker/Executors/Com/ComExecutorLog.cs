using Gateway.Contracts;
using Microsoft.Extensions.Logging;

namespace Gateway.Worker.Executors.Com;

internal static partial class ComExecutorLog
{
    [LoggerMessage(5200, LogLevel.Information, "MXAccess was created; it has ILMXProxyServer {Version} of 5, buffered events: {Buffered}.", EventName = "Created")]
    public static partial void Created(ILogger logger, int version, bool buffered);

    [LoggerMessage(5201, LogLevel.Warning, "{Method} has not returned for {Elapsed}; commands are refused until it does.", EventName = "CallSuspect")]
    public static partial void CallSuspect(ILogger logger, string method, TimeSpan elapsed);

    [LoggerMessage(5202, LogLevel.Information, "{Method} returned after {Elapsed}; commands are taken again.", EventName = "CallReturned")]
    public static partial void CallReturned(ILogger logger, string method, TimeSpan elapsed);

    [LoggerMessage(5203, LogLevel.Warning, "The platform is {State}.", EventName = "PlatformChanged")]
    public static partial void PlatformChanged(ILogger logger, PlatformState state);

    [LoggerMessage(5204, LogLevel.Warning, "{Count} values came in a form that cannot be passed on and were read as empty.", EventName = "UnreadableValues")]
    public static partial void UnreadableValues(ILogger logger, long count);

    [LoggerMessage(5205, LogLevel.Warning, "MXAccess did not give its thread back; the process ends without it.", EventName = "ThreadLeftBehind")]
    public static partial void ThreadLeftBehind(ILogger logger);
}
