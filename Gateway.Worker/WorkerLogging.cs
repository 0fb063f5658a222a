using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Gateway.Worker;

/// <summary>
/// The worker's log: the console logger, put together without a container. <c>LoggerFactory.Create</c> builds one, and compiling the
/// container's code is a large part of what a worker does before it is ready.
/// </summary>
internal static class WorkerLogging
{
    public static ILoggerFactory Create()
    {
        // The gateway shows what arrives on standard error in its own log; the rest goes to standard output.
        var options = new ConsoleLoggerOptions { FormatterName = OneLineFormatter.FormatterName, LogToStandardErrorThreshold = LogLevel.Warning };
        return new LoggerFactory(
            [new ConsoleLoggerProvider(new UnchangingOptions<ConsoleLoggerOptions>(options), [new OneLineFormatter()])],
            new LoggerFilterOptions { MinLevel = LogLevel.Information });
    }
}
