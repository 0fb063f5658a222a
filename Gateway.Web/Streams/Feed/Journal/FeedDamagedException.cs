namespace Gateway.Web.Streams.Feed.Journal;

/// <summary>The journal's contents differ from what was written.</summary>
internal sealed class FeedDamagedException(string finding) : Exception($"The feed's journal is damaged: {finding}.");
