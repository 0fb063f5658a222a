using Gateway.Web.Platform.Recorder;

namespace Gateway.Web.Sessions.Timelines;

/// <summary>A dump in the list of dumps.</summary>
/// <param name="Id">Unique in one run of the gateway, and rising.</param>
/// <param name="At">When it was made, UTC.</param>
/// <param name="Cause">Why it was made.</param>
/// <param name="Part">What it happened to.</param>
/// <param name="PartId">Its id.</param>
/// <param name="SessionId">The session that it concerns; absent when it concerns none.</param>
/// <param name="Skipped">Number of dumps for the same cause that were not made since the one before, because there were too many.</param>
internal sealed record DumpSummary(long Id, DateTime At, DumpCause Cause, RecorderPart Part, string PartId, string? SessionId, int Skipped)
{
    public static DumpSummary Of(KeptDump dump)
    {
        var heading = dump.Origin.Heading;
        var sessionId = heading.Part == RecorderPart.Session ? heading.Id : heading.Session.IsNone ? null : heading.Session.Heading.Id;
        return new DumpSummary(dump.Id, dump.At, dump.Cause, heading.Part, heading.Id, sessionId, dump.Skipped);
    }
}
