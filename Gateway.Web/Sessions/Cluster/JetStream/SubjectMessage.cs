using NATS.Client.Core;

namespace Gateway.Web.Sessions.Cluster.JetStream;

/// <summary>A message as the log has it. Any node of the site may have written it, so nothing about it is certain.</summary>
/// <param name="Revision">Its number in the stream.</param>
/// <param name="Pending">Messages of the same subject behind it, when it was sent.</param>
/// <param name="Head">Its headers.</param>
/// <param name="Body">Its body, which belongs to the receiver.</param>
internal sealed record SubjectMessage(ulong Revision, ulong Pending, NatsHeaders? Head, byte[] Body);
