using System.IO.Pipelines;

namespace Gateway.Web.Hubs.Sockets;

/// <summary>A connection's two directions.</summary>
internal sealed record SocketTransport(PipeReader Input, PipeWriter Output) : IDuplexPipe;
