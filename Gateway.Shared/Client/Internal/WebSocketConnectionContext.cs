using System.IO.Pipelines;
using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Gateway.Client.Internal;

/// <summary>An open WebSocket as a duplex pipe for a HubConnection, which disposes it.</summary>
internal sealed class WebSocketConnectionContext : ConnectionContext, ITransferFormatFeature
{
    private readonly WebSocketTransport _transport;
    private readonly CancellationTokenSource _closed = new();

    public WebSocketConnectionContext(ClientWebSocket socket, EndPoint remote, TransferFormat format, TimeProvider time, ILogger logger)
    {
        // The pipes' schedulers stay the thread pool, so that neither side runs on the other's stack.
        var options = new PipeOptions(
            pauseWriterThreshold: WebSocketTransport.PauseThreshold,
            resumeWriterThreshold: WebSocketTransport.PauseThreshold / 2,
            useSynchronizationContext: false);
        var toHub = new Pipe(options);
        var toSocket = new Pipe(options);
        Transport = new DuplexPipe(toHub.Reader, toSocket.Writer);
        RemoteEndPoint = remote;
        ActiveFormat = format;
        Features.Set<ITransferFormatFeature>(this);
        ConnectionClosed = _closed.Token;
        _transport = new WebSocketTransport(socket, new DuplexPipe(toSocket.Reader, toHub.Writer), format, time, logger);
        _transport.Start();
    }

    public override string ConnectionId { get; set; } = Guid.NewGuid().ToString("N");

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();

    public override IDuplexPipe Transport { get; set; }

    public TransferFormat SupportedFormats => TransferFormat.Text | TransferFormat.Binary;

    public TransferFormat ActiveFormat { get; set; }

    public override void Abort(ConnectionAbortedException abortReason) => _transport.Abort();

    public override async ValueTask DisposeAsync()
    {
        // Completing our ends tells the transport to say goodbye; it bounds the wait for the other side's.
        await Transport.Output.CompleteAsync();
        await Transport.Input.CompleteAsync();
        await _transport.DisposeAsync();
        await _closed.CancelAsync();
        _closed.Dispose();
        await base.DisposeAsync();
    }
}
