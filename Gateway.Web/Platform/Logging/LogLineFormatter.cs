using System.Globalization;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;

namespace Gateway.Web.Platform.Logging;

/// <summary>Writes one line per entry: <c>2026-03-01T12:00:00.123Z warn: Gateway.Category[17] Text and exception</c>.</summary>
internal sealed class LogLineFormatter : ITextFormatter
{
    private const string TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const string EventId = "EventId";

    // The format writes texts without the quotation marks that Serilog puts around them by default.
    private static readonly MessageTemplateTextFormatter Text = new("{Message:l}", CultureInfo.InvariantCulture);

    public void Format(LogEvent logEvent, TextWriter output)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        Text.Format(logEvent, text);
        if (logEvent.Exception is { } error)
        {
            text.Write($" {error}");
        }

        var time = logEvent.Timestamp.UtcDateTime.ToString(TimestampFormat, CultureInfo.InvariantCulture);
        output.WriteLine($"{time} {NameOf(logEvent.Level)}: {CategoryOf(logEvent)}[{IdOf(logEvent)}] {text.ToString().ReplaceLineEndings(" ")}");
    }

    private static string CategoryOf(LogEvent logEvent) =>
        logEvent.Properties.GetValueOrDefault(Constants.SourceContextPropertyName) is ScalarValue { Value: string category } ? category : typeof(LogFileSink).FullName!;

    // The id is a part of the property; Serilog omits it when it is 0.
    private static int IdOf(LogEvent logEvent) =>
        (logEvent.Properties.GetValueOrDefault(EventId) as StructureValue)?.Properties.FirstOrDefault(part => part.Name == "Id")?.Value is ScalarValue { Value: int id } ? id : 0;

    private static string NameOf(LogEventLevel level) => level switch
    {
        LogEventLevel.Verbose => "trce",
        LogEventLevel.Debug => "dbug",
        LogEventLevel.Information => "info",
        LogEventLevel.Warning => "warn",
        LogEventLevel.Error => "fail",
        _ => "crit",
    };
}
