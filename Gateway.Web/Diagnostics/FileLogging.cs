using System.Globalization;

namespace Gateway.Web.Diagnostics;

/// <summary>Adds the log in files when <see cref="DiagnosticsOptions.LogDirectory"/> names a directory.</summary>
internal static class FileLogging
{
    // Straight from the configuration: a wrong setting is reported with all other faults of the options, for which there must be a log.
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
            var time = services.GetService<TimeProvider>() ?? TimeProvider.System;
            return new FileLoggerProvider(new RollingFile(Path.GetFullPath(directory, root), bytes, files, time), time);
        });
    }

    private static int Number(string? text, int otherwise) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : otherwise;
}
