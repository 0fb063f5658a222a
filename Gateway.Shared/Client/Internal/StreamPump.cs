using Gateway.Contracts;

namespace Gateway.Client.Internal;

/// <summary>Moves one session's stream from the hub into the buffer.</summary>
internal sealed class StreamPump(GatewayClient client, string sessionId, StreamRequest request, EventBuffer buffer, RunningSettings settings)
    : ResumingPump<StreamItem>(client, HubContract.StreamSession)
{
    private readonly PositionTracker _tracker = new(request);

    /// <summary>Where it puts what it receives.</summary>
    public EventBuffer Buffer => buffer;

    public RunningSettings Settings => settings;

    protected override string Name => sessionId;

    protected override object?[] Arguments => [sessionId, Continued()];

    protected override void Restart() => _tracker.Restart();

    protected override Interruption? Take(StreamItem received)
    {
        var room = buffer.Room;
        if (room == 0)
        {
            return Interruption.Paused;
        }

        var item = _tracker.Fit(received, room);
        if (item is null)
        {
            return null;
        }

        var before = _tracker.Position;
        var result = _tracker.Accept(item);
        if (result.Broken is { } violation)
        {
            return Tolerate(violation);
        }

        if (result.Item is { } accepted)
        {
            if (accepted is StartedItem or EventsItem or SnapshotItem or IdleItem)
            {
                NoteProgress(isStart: accepted is StartedItem);
            }

            if (accepted is StartedItem started)
            {
                settings.Started(started.SubscriptionId);
            }

            if (result.Lagged is { } lagged)
            {
                buffer.Add(lagged, before);
            }

            buffer.Add(accepted, _tracker.Position);
        }

        return IsCutShort(item, received) ? Interruption.Paused : null;
    }

    protected override Task WaitForRoomAsync(CancellationToken cancellationToken) => buffer.WaitForRoomAsync(cancellationToken);

    protected override void Complete(Exception? failure)
    {
        settings.Ended();
        buffer.Complete(failure);
    }

    private StreamRequest Continued()
    {
        var continued = _tracker.Continue(request);
        return settings.Begin() is { } latest
            ? continued with { Mode = latest.Mode, Filter = latest.Filter, OnSlow = latest.OnSlow, FlushIntervalMs = latest.FlushIntervalMs }
            : continued;
    }

    private static bool IsCutShort(StreamItem item, StreamItem received) =>
        item is EventsItem part && received is EventsItem whole && part.Last < whole.Last;
}
