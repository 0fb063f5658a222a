namespace Gateway.Web.Diagnostics;

internal static partial class DiagnosticsLog
{
    [LoggerMessage(EventIds.Diagnostics + 1, LogLevel.Warning, "An observable instrument failed; its values are missing from the metrics.")]
    public static partial void ObservationFailed(this ILogger logger, Exception error);

    [LoggerMessage(EventIds.Diagnostics + 2, LogLevel.Warning, "Instrument {Name} is left out: it is known as {Known} and now comes as {Found}.")]
    public static partial void InstrumentConflict(this ILogger logger, string name, MetricKind known, MetricKind found);
}
