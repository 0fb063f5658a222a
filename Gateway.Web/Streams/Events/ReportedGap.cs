using Gateway.Contracts;

namespace Gateway.Web.Streams.Events;

/// <summary>A gap that was reported to a reader, and when.</summary>
internal sealed record ReportedGap(DateTime At, GapReason Reason);
