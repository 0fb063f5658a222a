namespace Gateway.Web.Streams.Log.Journal;

/// <summary>How much a journal keeps. When one is exceeded, the oldest rows are deleted; the newest always stays.</summary>
internal sealed record JournalLimits(int Rows, long Bytes, int Days, long FileBytes);
