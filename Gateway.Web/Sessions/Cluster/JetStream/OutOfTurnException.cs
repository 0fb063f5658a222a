namespace Gateway.Web.Sessions.Cluster.JetStream;

/// <summary>
/// The subject did not end where the publisher thought: an earlier publish arrived although its acknowledgement did not, the log has
/// removed the last message, or somebody else publishes. The message was not stored.
/// </summary>
internal sealed class OutOfTurnException(string message) : Exception(message);
