using Microsoft.Extensions.Logging;

namespace Gateway.Worker.Pipe;

internal static partial class PhoneHomeLog
{
    [LoggerMessage(WorkerEventIds.PhoneHome, LogLevel.Warning, "The worker has had no gateway for {Seconds} s and ends.", EventName = "Alone")]
    public static partial void Alone(ILogger logger, double seconds);
}
