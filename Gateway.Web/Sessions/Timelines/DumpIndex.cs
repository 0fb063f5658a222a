namespace Gateway.Web.Sessions.Timelines;

/// <summary>The dumps that the caller may see, newest first.</summary>
internal sealed record DumpIndex(IReadOnlyList<DumpSummary> Dumps);
