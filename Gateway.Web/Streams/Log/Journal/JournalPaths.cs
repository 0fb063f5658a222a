namespace Gateway.Web.Streams.Log.Journal;

/// <summary>A journal's files, which are in one directory.</summary>
internal sealed record JournalPaths(string Directory, string Journal, string Mark);
