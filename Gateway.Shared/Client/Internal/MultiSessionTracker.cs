using Gateway.Contracts;
using Gateway.Serialization;

namespace Gateway.Client.Internal;

/// <summary>The client's half of exact resume over many sessions: a <see cref="PositionTracker"/> for each. Not thread-safe.</summary>
internal sealed class MultiSessionTracker(SnapshotPolicy snapshot)
{
    private readonly Dictionary<string, PositionTracker> _sessions = new(StringComparer.Ordinal);
    private bool _started;

    /// <summary>Where to resume; null before the server has said where the stream starts.</summary>
    public string? Cursor => _started
        ? MultiSessionCursor.Write(_sessions.Where(session => session.Value.Position is not null)
            .Select(session => new SessionPosition(session.Key, session.Value.Position!.Value.Epoch, session.Value.Position.Value.Sequence)))
        : null;

    /// <summary>Takes the next item.</summary>
    public MultiSessionTrackResult Accept(MultiSessionItem item)
    {
        switch (item)
        {
            case MultiSessionStartedItem started:
                Start(started);
                break;
            case JoinedItem joined:
                return new MultiSessionTrackResult(item, Join(joined));
            case RoutedItem part:
                return Accept(part);
            case LeftItem { Reason: LeftReason.Closed or LeftReason.Faulted } left:
                _sessions.Remove(left.SessionId);
                break;
        }

        return new MultiSessionTrackResult(item, null);
    }

    private void Start(MultiSessionStartedItem started)
    {
        _started = true;
        foreach (var position in MultiSessionCursor.Read(started.Cursor))
        {
            if (!_sessions.ContainsKey(position.SessionId))
            {
                _sessions[position.SessionId] = new PositionTracker(
                    new StreamRequest { Snapshot = snapshot, ResumeAfter = position.Sequence, Epoch = position.Epoch });
            }
        }
    }

    private string? Join(JoinedItem joined)
    {
        var id = joined.Session.SessionId;
        if (!_sessions.TryGetValue(id, out var tracker))
        {
            _sessions[id] = tracker = new PositionTracker(new StreamRequest { Snapshot = snapshot });
        }

        tracker.Restart();
        return tracker.Accept(new StartedItem
        {
            SubscriptionId = "",
            Epoch = joined.Epoch,
            Oldest = 0,
            Latest = 0,
            ResumedAfter = joined.ResumedAfter,
            State = joined.State,
            Limits = new StreamLimits { BufferEvents = 0, MaxBatch = 0, HistoryEvents = 0, HistorySeconds = 0, IdleIntervalMs = 0 },
        }).Broken;
    }

    private MultiSessionTrackResult Accept(RoutedItem part)
    {
        if (!_sessions.TryGetValue(part.SessionId, out var tracker))
        {
            return new MultiSessionTrackResult(null, "An item is of a session that has not joined.");
        }

        var result = tracker.Accept(part.Item);
        return new MultiSessionTrackResult(
            result.Item is { } accepted ? part with { Item = accepted } : null,
            result.Broken,
            result.Lagged is { } lagged ? part with { Item = lagged } : null);
    }
}
