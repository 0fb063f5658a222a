using System.IO.Pipelines;

namespace Gateway.Client.Internal;

internal sealed record DuplexPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
