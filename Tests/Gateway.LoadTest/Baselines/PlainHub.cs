using Gateway.Events;
using Microsoft.AspNetCore.SignalR;

namespace Gateway.LoadTest.Baselines;

/// <summary>A SignalR hub as one writes it first.</summary>
internal sealed class PlainHub(PlainStreams streams, GroupBroadcast group) : Hub
{
    /// <summary>One item per event.</summary>
    public IAsyncEnumerable<MxEvent> Events(CancellationToken cancellationToken) => streams.ReadAsync(cancellationToken);

    public async Task Join()
    {
        await Groups.AddToGroupAsync(Context.ConnectionId, GroupBroadcast.Group);
        group.Joined(Context.ConnectionId);
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        group.Left(Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }
}
