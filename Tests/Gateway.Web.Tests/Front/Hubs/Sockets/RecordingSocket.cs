using System.Net.WebSockets;

namespace Gateway.Web.Tests.Front.Hubs.Sockets;

/// <summary>A WebSocket that records what is sent and can delay a send.</summary>
internal sealed class RecordingSocket : DiscardingSocket
{
    private TaskCompletionSource _open = Completed();

    public List<(byte[] Bytes, WebSocketMessageType Type, bool End)> Sent { get; } = [];

    public bool IsAborted { get; private set; }

    public bool IsClosed { get; private set; }

    public override WebSocketState State => IsAborted ? WebSocketState.Aborted : WebSocketState.Open;

    /// <summary>Delays sends until <see cref="Release"/>.</summary>
    public void Hold() => _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release() => _open.TrySetResult();

    public override void Abort()
    {
        IsAborted = true;
        _open.TrySetException(new WebSocketException(WebSocketError.InvalidState));
    }

    public override ValueTask SendAsync(ReadOnlyMemory<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
    {
        Sent.Add((buffer.ToArray(), messageType, endOfMessage));
        return new ValueTask(_open.Task);
    }

    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
    {
        IsClosed = true;
        return Task.CompletedTask;
    }

    public override void Dispose()
    {
        _open.TrySetResult();
        base.Dispose();
    }

    private static TaskCompletionSource Completed()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }
}
