using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Gateway.Web.Front.Hubs.Sockets;

/// <summary>
/// Hop 5's last step: what the hub writes up to a flush goes to the WebSocket as one message, on the writer's own thread. A flush
/// completes when the server's socket buffer has taken it, so a reader that does not read pushes back. One writer at a time, as
/// with every pipe. Holds memory only while there is something to send.
/// </summary>
/// <remarks>
/// In the place of the pipe that SignalR puts between hub and WebSocket: that one costs a copy and a turn of the thread pool for
/// each message.
/// </remarks>
internal sealed class SocketOutput(WebSocket socket, ITransferFormatFeature format, TimeSpan sendTimeout, TimeProvider time) : PipeWriter
{
    private const int LeastBuffer = 512;
    private const long NotSending = long.MinValue;

    private byte[] _buffer = [];
    private int _written;
    private int _expected = LeastBuffer;
    private long _sendingSince = NotSending;
    private volatile bool _ended;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _written;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return _buffer.AsMemory(_written);
    }

    public override Span<byte> GetSpan(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return _buffer.AsSpan(_written);
    }

    public override void Advance(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)bytes, (uint)(_buffer.Length - _written));
        _written += bytes;
    }

    /// <returns>Completed when the WebSocket is not open any more: nothing can be sent again.</returns>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_written == 0 || _ended)
        {
            Release();
            return new ValueTask<FlushResult>(new FlushResult(isCanceled: false, isCompleted: _ended));
        }

        Volatile.Write(ref _sendingSince, time.GetTimestamp());
        var sending = SendAsync();
        if (!sending.IsCompletedSuccessfully)
        {
            return new ValueTask<FlushResult>(AwaitAsync(sending));
        }

        Release();
        return new ValueTask<FlushResult>(new FlushResult(isCanceled: false, isCompleted: false));
    }

    /// <summary>Called regularly: who takes nothing for longer than a send may take is cut off.</summary>
    public void CheckSending()
    {
        var since = Volatile.Read(ref _sendingSince);
        if (since != NotSending && time.GetElapsedTime(since) > sendTimeout)
        {
            socket.Abort();
        }
    }

    public override void CancelPendingFlush()
    {
        // A message cut short would break the WebSocket; what does not get through ends by its time limit.
    }

    /// <summary>The transport closes the WebSocket; here only the memory is given back.</summary>
    public override void Complete(Exception? exception = null)
    {
        _ended = true;
        if (Volatile.Read(ref _sendingSince) == NotSending)
        {
            Release();
        }
    }

    private ValueTask SendAsync() => socket.SendAsync(
        _buffer.AsMemory(0, _written),
        format.ActiveFormat == TransferFormat.Binary ? WebSocketMessageType.Binary : WebSocketMessageType.Text,
        endOfMessage: true,
        CancellationToken.None);

    private async Task<FlushResult> AwaitAsync(ValueTask sending)
    {
        try
        {
            await sending;
        }
        catch (Exception error) when (error is WebSocketException or IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            // The client is gone, or the transport has closed the WebSocket: it ends the connection itself.
            _ended = true;
        }

        Release();
        return new FlushResult(isCanceled: false, isCompleted: _ended);
    }

    private void EnsureRoom(int sizeHint)
    {
        var least = Math.Max(sizeHint, 1);
        if (_buffer.Length - _written >= least)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_written + least, Math.Max(_expected, 2 * _buffer.Length)));
        _buffer.AsSpan(0, _written).CopyTo(larger);
        Return();
        _buffer = larger;
    }

    // The next message is probably about as long as this one, so it fits at once.
    private void Release()
    {
        _expected = Math.Max(LeastBuffer, _written + (_written / 8));
        Return();
        _buffer = [];
        _written = 0;
        Volatile.Write(ref _sendingSince, NotSending);
    }

    private void Return()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }
    }
}
