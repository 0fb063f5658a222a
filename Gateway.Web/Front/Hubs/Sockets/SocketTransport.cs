using System.IO.Pipelines;

namespace Gateway.Web.Front.Hubs.Sockets;

/// <summary>A connection's two directions.</summary>
internal sealed record SocketTransport(PipeReader Input, PipeWriter Output) : IDuplexPipe;
