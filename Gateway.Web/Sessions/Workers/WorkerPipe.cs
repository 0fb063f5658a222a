using Gateway.Protocol;

namespace Gateway.Web.Sessions.Workers;

/// <summary>The frames of one caller of a worker pipe. It owns the stream.</summary>
internal sealed class WorkerPipe(Stream stream) : IAsyncDisposable
{
    public FrameReader Reader { get; } = new(stream);

    public FrameWriter Writer { get; } = new(stream);

    /// <summary>Safe to call more than once, also at the same time.</summary>
    public ValueTask DisposeAsync() => stream.DisposeAsync();
}
