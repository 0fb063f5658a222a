using Gateway.Web.Platform.Logging;

namespace Gateway.Web.Platform.Recorder;

internal static partial class RecorderLog
{
    [LoggerMessage(EventIds.Recorder, LogLevel.Information, "Dump {DumpId} of the flight recorder was made, cause {Cause} of {Part} {PartId}; /api/recorder/dumps/{DumpId} shows it.", EventName = "DumpMade")]
    public static partial void DumpMade(ILogger logger, long dumpId, DumpCause cause, RecorderPart part, string partId);
}
