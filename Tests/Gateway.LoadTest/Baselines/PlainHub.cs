using Gateway.Events;
using Microsoft.AspNetCore.SignalR;

namespace Gateway.LoadTest.Baselines;

/// <summary>A SignalR hub as it is usually written.</summary>
internal sealed class PlainHub(PlainStreams streams, GroupBroadcast group) : Hub
{
    /// <summary>A stream with one item per event.</summary>
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
