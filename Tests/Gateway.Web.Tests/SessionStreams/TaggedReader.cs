using System.Collections.Concurrent;
using Gateway.Contracts;
using Gateway.Encoding;
using Gateway.Web.Distribution;
using Gateway.Web.SessionStreams;

namespace Gateway.Web.Tests.SessionStreams;

/// <summary>A client of one tag that drops at random and resumes with the cursor that it made of what it was given.</summary>
internal sealed class TaggedReader(Plant plant, ConcurrentDictionary<string, TaggedSession> sessions, string tag, int seed)
{
    private readonly ConcurrentDictionary<string, SessionPosition> _positions = new();
    private readonly ConcurrentDictionary<string, long> _received = new();
    private readonly TaskCompletionSource _caughtUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _mayDrop = true;
    private int _resumes;
    private int _left;

    public int Resumes => _resumes;

    public int Left => _left;

    /// <summary>Completes when it has all of the sessions that have its tag, once it drops no more.</summary>
    public Task CaughtUp => _caughtUp.Task;

    /// <summary>Nothing is published or changed any more.</summary>
    public void StopDropping()
    {
        _mayDrop = false;
        NoteIfCaughtUp();
    }

    public void CheckComplete() => Assert.All(
        sessions.Values.Where(session => !session.Closed && session.Tag == tag), session => Assert.Equal(session.Latest, _received.GetValueOrDefault(session.Id)));

    public async Task RunAsync(CancellationToken stop)
    {
        var random = new Random(seed);
        string? cursor = null;
        while (!stop.IsCancellationRequested)
        {
            await ReadAsync(cursor, _mayDrop ? random.Next(1, 400) : int.MaxValue, stop);
            cursor = SessionsCursor.Write(_positions.Values);
            _resumes++;
        }
    }

    private async Task ReadAsync(string? cursor, int items, CancellationToken stop)
    {
        using var drop = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var stream = plant.Host.Streams.Start(Plant.Caller(tag), new SessionsRequest { Cursor = cursor, MaxBatch = 50 }, cursor is null ? null : SessionsCursor.Read(cursor));
        try
        {
            await foreach (var item in stream.ReadAsync(drop.Token))
            {
                await TakeAsync(item);
                if (--items <= 0)
                {
                    break;
                }
            }
        }
        finally
        {
            plant.Host.Streams.Close(stream);
        }
    }

    private async Task TakeAsync(SessionsItem item)
    {
        switch (item)
        {
            case JoinedItem joined:
                var id = joined.Session.SessionId;
                Assert.Equal(tag, joined.Session.SessionTag);
                Assert.Equal(_positions.TryGetValue(id, out var position) ? position.Sequence : 0, joined.ResumedAfter);
                _positions[id] = new SessionPosition(id, joined.Epoch, joined.ResumedAfter);
                break;
            case OutgoingSessionItem { Item: OutgoingEvents events } part:
                Assert.Equal(tag, part.SessionTag);
                Assert.Equal(_received.GetValueOrDefault(part.SessionId) + 1, events.First);
                Assert.Equal(events.Last - events.First + 1, events.Count);
                Assert.InRange(events.Last, events.First, await sessions[part.SessionId].LastOfAsync(tag));
                _received[part.SessionId] = events.Last;
                _positions[part.SessionId] = _positions[part.SessionId] with { Sequence = events.Last };
                break;
            case LeftItem { Reason: LeftReason.Closed } left:
                _positions.TryRemove(left.SessionId, out _);
                break;
            case LeftItem:
                _left++;
                break;
            case SessionsStartedItem or OutgoingSessionItem { Item: StateItem or IdleItem } or CursorItem or SessionsIdleItem:
                break;
            default:
                Assert.Fail($"Unexpected {item}.");
                break;
        }

        NoteIfCaughtUp();
    }

    private void NoteIfCaughtUp()
    {
        if (!_mayDrop && sessions.Values.Where(session => !session.Closed && session.Tag == tag).All(session => _received.GetValueOrDefault(session.Id) == session.Latest))
        {
            _caughtUp.TrySetResult();
        }
    }
}
