using Gateway.Protocol;

namespace Gateway.Worker.Pipe;

/// <summary>A connection to the gateway, with what reads and writes its frames.</summary>
internal sealed class FramePipe(Stream pipe) : IAsyncDisposable
{
    public FrameReader Reader { get; } = new(pipe);

    public FrameWriter Writer { get; } = new(pipe);

    public ValueTask DisposeAsync() => pipe.DisposeAsync();
}
