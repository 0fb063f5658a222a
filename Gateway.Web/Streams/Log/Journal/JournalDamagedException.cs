namespace Gateway.Web.Streams.Log.Journal;

/// <summary>The journal's contents differ from what was written.</summary>
internal sealed class JournalDamagedException(string finding) : Exception($"The journal is damaged: {finding}.");
