using Gateway.Web.Platform.Logging;

namespace Gateway.Web.Platform.Recorder;

internal static partial class RecorderLog
{
    [LoggerMessage(EventIds.Recorder, LogLevel.Information, "Dump {DumpId} of the flight recorder was made, cause {Cause} of {Part} {PartId}; /api/recorder/dumps/{DumpId} shows it.", EventName = "DumpMade")]
    public static partial void DumpMade(ILogger logger, long dumpId, DumpCause cause, RecorderPart part, string partId);

    [LoggerMessage(EventIds.Recorder + 1, LogLevel.Information, "Trace of session {SessionId}: {Part} {PartId} {Kind} {Data}", EventName = "SessionTraced")]
    public static partial void Traced(ILogger logger, string sessionId, RecorderPart part, string partId, OccurrenceKind kind, string data);
}
