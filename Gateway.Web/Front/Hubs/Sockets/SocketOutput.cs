using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Gateway.Web.Front.Hubs.Sockets;

/// <summary>
/// The last step of hop 5: everything that the hub writes up to a flush goes to the WebSocket as one message, on the writer's own
/// thread. A flush completes when the server's socket buffer has accepted the message, so a client that does not read slows the writer
/// down. One writer at a time, as with every pipe. Memory is held only while there is something to send.
/// </summary>
/// <remarks>
/// It replaces the pipe that SignalR puts between the hub and the WebSocket, which costs a copy and a thread pool work item for each
/// message.
/// </remarks>
/// <param name="socket">The WebSocket.</param>
/// <param name="format">Whether messages are text or binary.</param>
/// <param name="sendTimeout">How long a send may take.</param>
/// <param name="keepAlive">The interval of SignalR's pings.</param>
/// <param name="time">The clock.</param>
internal sealed class SocketOutput(WebSocket socket, ITransferFormatFeature format, TimeSpan sendTimeout, TimeSpan keepAlive, TimeProvider time) : PipeWriter
{
    private const int LeastBuffer = 512;
    private const long NotSending = long.MinValue;
    private const int Idle = 0;
    private const int Sending = 1;
    private const int Closing = 2;

    /// <summary>The interval at which SignalR looks whether a ping is due.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private byte[] _buffer = [];
    private int _written;
    private int _expected = LeastBuffer;
    private long _sendingSince = NotSending;
    private long _lastHeard = NotSending;
    private int _state;
    private TaskCompletionSource? _lastSent;
    private volatile bool _ended;

    // SignalR's protocol, "Ping Message Encoding".
    private static ReadOnlySpan<byte> JsonPing => "{\"type\":6}\u001e"u8;

    private static ReadOnlySpan<byte> MessagePackPing => [0x02, 0x91, 0x06];

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

    /// <summary>
    /// Writes and flushes. A ping is left out if the client has just heard something: SignalR sends pings whatever else it sends, and for a reader that
    /// gets only <c>idle</c> items every third message would be one. A client still hears something within twice the interval.
    /// </summary>
    /// <returns>As <see cref="FlushAsync"/>.</returns>
    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        if (!IsPing(source.Span) || !HasJustHeard())
        {
            this.Write(source.Span);
        }

        return FlushAsync(cancellationToken);
    }

    /// <returns>A completed result when the WebSocket is no longer open, so that nothing can be sent any more.</returns>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_written == 0 || _ended || Interlocked.CompareExchange(ref _state, Sending, Idle) != Idle)
        {
            Release();
            return new ValueTask<FlushResult>(new FlushResult(isCanceled: false, isCompleted: _ended || Volatile.Read(ref _state) == Closing));
        }

        _lastHeard = time.GetTimestamp();
        Volatile.Write(ref _sendingSince, _lastHeard);
        var sending = SendAsync();
        if (!sending.IsCompletedSuccessfully)
        {
            return new ValueTask<FlushResult>(AwaitAsync(sending));
        }

        Sent();
        return new ValueTask<FlushResult>(new FlushResult(isCanceled: false, isCompleted: false));
    }

    /// <summary>
    /// Called before the transport closes the WebSocket: nothing is sent afterwards, because a WebSocket sends what waited for its close message
    /// after it, which no client accepts. One caller at a time, on any thread.
    /// </summary>
    /// <returns>Completes when the message that is being sent has been sent.</returns>
    public Task EndAsync()
    {
        _lastSent ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return Interlocked.Exchange(ref _state, Closing) == Sending ? _lastSent.Task : Task.CompletedTask;
    }

    /// <summary>Called regularly: disconnects a client that receives nothing for longer than a send may take.</summary>
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
        // Cancelling a send would leave half a message and break the WebSocket; a send that does not get through ends by its time
        // limit.
    }

    /// <summary>Only returns the memory, because the transport closes the WebSocket.</summary>
    public override void Complete(Exception? exception = null)
    {
        _ended = true;
        if (Volatile.Read(ref _sendingSince) == NotSending)
        {
            Release();
        }
    }

    private static bool IsPing(ReadOnlySpan<byte> message) => message.SequenceEqual(MessagePackPing) || message.SequenceEqual(JsonPing);

    // The next ping may be an interval and a beat away.
    private bool HasJustHeard() => _lastHeard != NotSending && time.GetElapsedTime(_lastHeard) < (keepAlive - Beat) / 2;

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
            // The client has left, or the transport has closed the WebSocket. The transport ends the connection itself.
            _ended = true;
        }

        Sent();
        return new FlushResult(isCanceled: false, isCompleted: _ended);
    }

    private void Sent()
    {
        Release();
        if (Interlocked.CompareExchange(ref _state, Idle, Sending) == Closing)
        {
            _ended = true;
            _lastSent!.TrySetResult();
        }
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

    // The next message is probably about as long as this one, so the buffer starts with that size.
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
