using System.IO.Pipelines;
using System.Security.Claims;
using Gateway.Testing;
using Gateway.Web.Front.Hubs;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;

namespace Gateway.Web.Tests.Fixtures;

/// <summary>A connection to the real hub over pipes in memory; the bytes are the test's.</summary>
internal sealed class HubPipes : IAsyncDisposable
{
    private readonly Pipe _toServer = new(new PipeOptions(useSynchronizationContext: false, pauseWriterThreshold: 0));
    private readonly Pipe _toClient = new(new PipeOptions(useSynchronizationContext: false));

    public HubPipes(HubConnectionHandler<GatewayHub> hub, ClaimsPrincipal user) => Closed = RunAsync(hub, new DefaultConnectionContext(
        Guid.NewGuid().ToString("N"), new DuplexPipe(_toServer.Reader, _toClient.Writer), new DuplexPipe(_toClient.Reader, _toServer.Writer))
    {
        User = user,
    });

    public PipeWriter ToServer => _toServer.Writer;

    public PipeReader FromServer => _toClient.Reader;

    /// <summary>Completes when the server has ended the connection; never fails for what the caller sent.</summary>
    public Task Closed { get; }

    public async ValueTask DisposeAsync()
    {
        await ToServer.CompleteAsync();
        await Closed.WithTimeout("the connection to close");
    }

    private async Task RunAsync(HubConnectionHandler<GatewayHub> hub, ConnectionContext connection)
    {
        try
        {
            await hub.OnConnectedAsync(connection);
        }
        finally
        {
            await _toClient.Writer.CompleteAsync();
        }
    }

    private sealed record DuplexPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
