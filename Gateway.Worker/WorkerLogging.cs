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
        var loggers = new LoggerFactory([], new LoggerFilterOptions { MinLevel = LogLevel.Information });
        // A provider that is given to the constructor is not the factory's: it would not be closed with it, and the last lines, which say
        // why the worker ends, could be lost.
        loggers.AddProvider(new ConsoleLoggerProvider(new UnchangingOptions<ConsoleLoggerOptions>(options), [new OneLineFormatter()]));
        return loggers;
    }
}
