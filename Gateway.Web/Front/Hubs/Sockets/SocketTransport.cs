using System.IO.Pipelines;

namespace Gateway.Web.Front.Hubs.Sockets;

/// <summary>The input and output of a connection.</summary>
internal sealed record SocketTransport(PipeReader Input, PipeWriter Output) : IDuplexPipe;
