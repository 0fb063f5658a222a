using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Gateway.Client.Internal;

/// <summary>
/// Two loops between a socket and a pipe pair. Either loop's end ends the other: a close frame or an error from the server
/// completes the hub's input, the hub's completed output sends our close frame. Message boundaries carry no meaning: hub
/// protocols frame themselves.
/// </summary>
internal sealed class WebSocketTransport(ClientWebSocket socket, IDuplexPipe pipes, TransferFormat format, TimeProvider time, ILogger logger)
    : IAsyncDisposable
{
    /// <summary>
    /// Bytes that wait in one direction before its writer is held back: the received-message limit of a generous server,
    /// so that one large message does not stutter.
    /// </summary>
    public const int PauseThreshold = 1024 * 1024;

    /// <summary>How long the server may take to answer our close frame.</summary>
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    private Task _running = Task.CompletedTask;

    public void Start() => _running = RunAsync();

    /// <summary>Drops the connection without a goodbye. Safe on any thread.</summary>
    public void Abort()
    {
        socket.Abort();
        pipes.Input.CancelPendingRead();
    }

    public async ValueTask DisposeAsync()
    {
        await _running;
        socket.Dispose();
    }

    private async Task RunAsync()
    {
        var receiving = ReceiveAsync();
        var sending = SendAsync();
        if (await Task.WhenAny(receiving, sending) == receiving)
        {
            // Nobody will read what we send: end the sender, which closes our half.
            pipes.Input.CancelPendingRead();
        }

        using var patience = new CancellationTokenSource(CloseTimeout, time);
        using var registration = patience.Token.Register(static state => ((ClientWebSocket)state!).Abort(), socket);
        await Task.WhenAll(receiving, sending);
    }

    private async Task ReceiveAsync()
    {
        Exception? failure = null;
        try
        {
            while (await ReceiveOnceAsync())
            {
                var flushed = await pipes.Output.FlushAsync();
                if (flushed.IsCompleted || flushed.IsCanceled)
                {
                    // The hub went away: read on only to see the server's close frame.
                    await DrainAsync();
                    break;
                }
            }
        }
        catch (Exception error)
        {
            failure = error;
        }

        await pipes.Output.CompleteAsync(failure);
    }

    /// <summary>False at the server's close frame.</summary>
    private async Task<bool> ReceiveOnceAsync()
    {
        var memory = pipes.Output.GetMemory();
        var received = await socket.ReceiveAsync(memory, CancellationToken.None);
        if (received.MessageType == WebSocketMessageType.Close)
        {
            return socket.CloseStatus is WebSocketCloseStatus.NormalClosure or WebSocketCloseStatus.Empty or null
                ? false
                : throw new WebSocketException(
                    WebSocketError.ConnectionClosedPrematurely, $"The server closed the socket with status {socket.CloseStatus}.");
        }

        pipes.Output.Advance(received.Count);
        return true;
    }

    private async Task DrainAsync()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(4096);
        try
        {
            ValueWebSocketReceiveResult received;
            do
            {
                received = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
            }
            while (received.MessageType != WebSocketMessageType.Close);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task SendAsync()
    {
        var messageType = format == TransferFormat.Binary ? WebSocketMessageType.Binary : WebSocketMessageType.Text;
        Exception? failure = null;
        try
        {
            while (true)
            {
                var result = await pipes.Input.ReadAsync();
                if (result.IsCanceled)
                {
                    break;
                }

                await SendAsync(result.Buffer, messageType);
                pipes.Input.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                {
                    break;
                }
            }
        }
        catch (Exception error)
        {
            failure = error;
        }

        await CloseOutputAsync(failure);
        await pipes.Input.CompleteAsync(failure);
    }

    private async Task SendAsync(ReadOnlySequence<byte> buffer, WebSocketMessageType messageType)
    {
        if (buffer.IsEmpty)
        {
            return;
        }

        var position = buffer.Start;
        while (buffer.TryGet(ref position, out var segment))
        {
            var isLast = position.GetObject() is null;
            await socket.SendAsync(segment, messageType, isLast, CancellationToken.None);
        }
    }

    private async Task CloseOutputAsync(Exception? failure)
    {
        if (failure is not null)
        {
            socket.Abort();
            return;
        }

        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
            }
        }
        catch (Exception error)
        {
            ClientLog.SocketCloseFailed(logger, error);
            socket.Abort();
        }
    }
}
