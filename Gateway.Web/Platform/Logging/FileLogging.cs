using System.Globalization;
using Gateway.Web.Platform.Settings;
using Serilog;
using Serilog.Configuration;
using Serilog.Extensions.Logging;

namespace Gateway.Web.Platform.Logging;

/// <summary>
/// Writes the log to files when <see cref="DiagnosticsOptions.LogDirectory"/> names a directory: first <c>gateway.log</c>, then
/// <c>gateway_001.log</c> and so on.
/// </summary>
internal static class FileLogging
{
    public const string FirstName = "gateway.log";

    /// <summary>
    /// A caller that logs never waits for the disk. When the queue is full, lines are dropped and counted, and the count is logged.
    /// </summary>
    private const int MaxQueuedLines = 8_192;

    // The settings are read directly from the configuration, because an invalid setting is reported together with all other faults of
    // the options, and a log must exist by then.
    public static void AddTo(ILoggingBuilder logging, IConfiguration configuration)
    {
        var section = configuration.GetSection(DiagnosticsOptions.Section);
        if (section[nameof(DiagnosticsOptions.LogDirectory)] is not { Length: > 0 } directory)
        {
            return;
        }

        var bytes = Number(section[nameof(DiagnosticsOptions.LogFileBytes)], DiagnosticsOptions.DefaultLogFileBytes);
        var files = Number(section[nameof(DiagnosticsOptions.LogFiles)], DiagnosticsOptions.DefaultLogFiles);
        logging.Services.AddSingleton<ILoggerProvider>(services =>
        {
            var root = services.GetRequiredService<IHostEnvironment>().ContentRootPath;
            return ProviderOf(new LogFileSink(() => LoggerSinkConfiguration.CreateSink(sinks => sinks.File(
                new LogLineFormatter(), Path.Combine(Path.GetFullPath(directory, root), FirstName), fileSizeLimitBytes: bytes, rollOnFileSizeLimit: true, retainedFileCountLimit: files))));
        });
    }

    /// <summary>A log provider whose entries are written to the file on a separate thread.</summary>
    internal static SerilogLoggerProvider ProviderOf(LogFileSink file, int maxQueuedLines = MaxQueuedLines) => new(
        new LoggerConfiguration()
            .MinimumLevel.Verbose()
            .WriteTo.Async(queue => queue.Sink(file), maxQueuedLines, blockWhenFull: false, monitor: file)
            .CreateLogger(),
        dispose: true);

    private static int Number(string? text, int otherwise) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : otherwise;
}
