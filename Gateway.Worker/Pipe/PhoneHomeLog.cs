using Microsoft.Extensions.Logging;

namespace Gateway.Worker.Pipe;

internal static partial class PhoneHomeLog
{
    [LoggerMessage(WorkerEventIds.PhoneHome, LogLevel.Warning, "No gateway for {Seconds} s; the worker ends.", EventName = "Alone")]
    public static partial void Alone(ILogger logger, double seconds);
}
