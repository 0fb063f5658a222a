namespace Gateway.Web.Sessions.Cluster.JetStream;

/// <summary>A message of a session's subject whose headers are of the documented form.</summary>
/// <param name="Revision">Its number in the stream.</param>
/// <param name="Epoch">The numbering that it belongs to.</param>
/// <param name="Content">What it says.</param>
internal sealed record StoredMessage(ulong Revision, string Epoch, LogMessage Content);
