namespace Gateway.Web.Sessions.Timelines;

/// <summary>A dump with its timelines; the first is of what it happened to.</summary>
internal sealed record DumpReport(DumpSummary Dump, IReadOnlyList<Timeline> Timelines);
