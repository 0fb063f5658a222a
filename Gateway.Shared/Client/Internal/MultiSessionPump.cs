using Gateway.Contracts;

namespace Gateway.Client.Internal;

/// <summary>Moves a stream over many sessions from the hub into the buffer.</summary>
internal sealed class MultiSessionPump(GatewayClient client, MultiSessionRequest request, StreamBuffer<MultiSessionItem> buffer, RunningSettings settings)
    : ResumingPump<MultiSessionItem>(client, HubContract.StreamSessions)
{
    private readonly MultiSessionTracker _tracker = new(request.Snapshot);

    protected override string Name => "of many sessions";

    protected override object?[] Arguments => [Continued()];

    protected override void Restart()
    {
        // Each session's part begins with its own joined item.
    }

    protected override Interruption? Take(MultiSessionItem received)
    {
        if (buffer.IsFull)
        {
            return Interruption.Paused;
        }

        var result = _tracker.Accept(received);
        if (result.Broken is { } broken)
        {
            return Tolerate(broken);
        }

        if (result.Item is not { } accepted)
        {
            return null;
        }

        if (accepted is MultiSessionStartedItem started)
        {
            settings.Started(started.SubscriptionId);
        }

        NoteProgress(isStart: accepted is MultiSessionStartedItem);
        if (result.Lagged is { } lagged)
        {
            buffer.Add(lagged);
        }

        buffer.Add(accepted);
        return null;
    }

    protected override Task WaitForRoomAsync(CancellationToken cancellationToken) => buffer.WaitForRoomAsync(cancellationToken);

    protected override void Complete(Exception? failure)
    {
        settings.Ended();
        buffer.Complete(failure);
    }

    private MultiSessionRequest Continued()
    {
        var continued = _tracker.Cursor is { } cursor ? request with { Cursor = cursor } : request;
        return settings.Begin() is { } latest
            ? continued with { Mode = latest.Mode, Filter = latest.Filter, OnSlow = latest.OnSlow, FlushIntervalMs = latest.FlushIntervalMs }
            : continued;
    }
}
