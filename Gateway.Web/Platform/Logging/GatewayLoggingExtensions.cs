using Gateway.Web.Platform.Settings;
using Microsoft.Extensions.Logging.Console;

namespace Gateway.Web.Platform.Logging;

internal static class GatewayLoggingExtensions
{
    private const string TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";

    /// <summary>
    /// The console log, one line per entry, in the format of <see cref="DiagnosticsOptions.LogFormat"/>, and the log files of
    /// <see cref="DiagnosticsOptions.LogDirectory"/>. Levels come from the usual section <c>Logging</c>, except for categories that
    /// would write query strings.
    /// </summary>
    public static ILoggingBuilder AddGatewayLogging(this ILoggingBuilder logging, IConfiguration configuration)
    {
        logging.ClearProviders();
        // An invalid format is reported together with all other faults of the options; until then the default format is used.
        Enum.TryParse<LogFormat>(configuration[$"{DiagnosticsOptions.Section}:{nameof(DiagnosticsOptions.LogFormat)}"], true, out var format);
        if (format == LogFormat.Json)
        {
            logging.AddJsonConsole(UseOneJsonLine);
        }
        else
        {
            logging.AddSimpleConsole(UseOneLine);
        }

        FileLogging.AddTo(logging, configuration);
        logging.Services.Configure<LoggerFilterOptions>(AddDefaultLevels);
        logging.Services.PostConfigure<LoggerFilterOptions>(QueryStringFilter.Cap);
        return logging;
    }

    // These rules come first in the list, so that the configuration of the same category overrides them.
    private static void AddDefaultLevels(LoggerFilterOptions options)
    {
        options.Rules.Insert(0, new LoggerFilterRule(null, "Microsoft", LogLevel.Warning, null));
        options.Rules.Insert(0, new LoggerFilterRule(null, "Microsoft.Hosting.Lifetime", LogLevel.Information, null));
        // This category warns at each start that key files are not encrypted. Outside Windows that is intended: their directory is
        // private.
        options.Rules.Insert(0, new LoggerFilterRule(null, "Microsoft.AspNetCore.DataProtection", LogLevel.Error, null));
    }

    private static void UseOneJsonLine(JsonConsoleFormatterOptions options)
    {
        options.IncludeScopes = true;
        options.UseUtcTimestamp = true;
        options.TimestampFormat = "O";
        options.JsonWriterOptions = new System.Text.Json.JsonWriterOptions { Indented = false };
    }

    private static void UseOneLine(SimpleConsoleFormatterOptions options)
    {
        options.SingleLine = true;
        options.UseUtcTimestamp = true;
        options.TimestampFormat = TimestampFormat;
    }
}
