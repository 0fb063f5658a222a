using System.Collections.Concurrent;
using Gateway.Contracts;
using Gateway.Serialization;
using Gateway.Web.Access.Callers;
using Gateway.Web.Sessions.MultiSession;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Tests.Sessions.MultiSession;

/// <summary>
/// A client of one tag that disconnects at random and resumes with the cursor that it computed from the items it received.
/// </summary>
/// <param name="plant">The sessions.</param>
/// <param name="sessions">The expected events of each session.</param>
/// <param name="choice">The reason why it is a client of the tag.</param>
/// <param name="tag">The tag.</param>
/// <param name="seed">Seed of the random disconnections.</param>
internal sealed class TaggedReader(Plant plant, ConcurrentDictionary<string, TaggedSession> sessions, TagChoice choice, string tag, int seed)
{
    private readonly Caller _caller = choice == TagChoice.Rights ? Plant.Caller(tag) : Plant.Everybodys;
    private readonly MultiSessionRequest _request = new()
    {
        MaxBatch = 50,
        SessionTags = choice == TagChoice.Rights ? null : [tag],
        Names = choice == TagChoice.SelectorWithName ? [$"{TaggedSession.Even}*"] : null,
    };

    private readonly ConcurrentDictionary<string, SessionPosition> _positions = new();
    private readonly ConcurrentDictionary<string, long> _received = new();
    private readonly TaskCompletionSource _caughtUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _mayDrop = true;
    private int _resumes;
    private int _left;

    public TagChoice Choice => choice;

    public int Resumes => _resumes;

    public int Left => _left;

    /// <summary>Completes when it no longer disconnects and has everything of all sessions that have its tag.</summary>
    public Task CaughtUp => _caughtUp.Task;

    /// <summary>Announces that nothing is published or changed any more.</summary>
    public void StopDropping()
    {
        _mayDrop = false;
        NoteIfCaughtUp();
    }

    public void CheckComplete() => Assert.All(Chosen, session => Assert.Equal(session.Latest, _received.GetValueOrDefault(session.Id)));

    public async Task RunAsync(CancellationToken stop)
    {
        var random = new Random(seed);
        // Sessions that were opened before the stream began count from their first event, as later sessions do.
        var cursor = MultiSessionCursor.Write([]);
        while (!stop.IsCancellationRequested)
        {
            await ReadAsync(cursor, _mayDrop ? random.Next(1, 100) : int.MaxValue, stop);
            cursor = MultiSessionCursor.Write(_positions.Values);
            _resumes++;
        }
    }

    private IEnumerable<TaggedSession> Chosen =>
        sessions.Values.Where(session => !session.Closed && session.Tag == tag && (choice != TagChoice.SelectorWithName || session.IsEven));

    private async Task ReadAsync(string cursor, int items, CancellationToken stop)
    {
        using var drop = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var stream = plant.Host.Streams.Start(_caller, _request with { Cursor = cursor }, MultiSessionCursor.Read(cursor));
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

    private async Task TakeAsync(MultiSessionItem item)
    {
        switch (item)
        {
            case JoinedItem joined:
                var id = joined.Session.SessionId;
                Assert.Equal(tag, joined.Session.SessionTag);
                Assert.True(choice != TagChoice.SelectorWithName || TaggedSession.IsEvenName(joined.Session.Name), "a session of another name");
                Assert.Equal(_positions.TryGetValue(id, out var position) ? position.Sequence : 0, joined.ResumedAfter);
                _positions[id] = new SessionPosition(id, joined.Epoch, joined.ResumedAfter);
                break;
            case OutgoingMultiSessionItem { Item: OutgoingEvents events } part:
                Assert.Equal(tag, part.SessionTag);
                Assert.Equal(_received.GetValueOrDefault(part.SessionId) + 1, events.First);
                Assert.Equal(events.Last - events.First + 1, events.Count);
                Assert.InRange(events.Last, events.First, await sessions[part.SessionId].LastOfAsync(tag));
                _received[part.SessionId] = events.Last;
                _positions[part.SessionId] = _positions[part.SessionId] with { Sequence = events.Last };
                break;
            case LeftItem { Reason: LeftReason.Closed } closed:
                _positions.TryRemove(closed.SessionId, out _);
                break;
            case LeftItem left:
                Assert.Equal(choice == TagChoice.Rights ? LeftReason.Access : LeftReason.NotSelected, left.Reason);
                _left++;
                break;
            case MultiSessionStartedItem or OutgoingMultiSessionItem { Item: StateItem or IdleItem } or CursorItem or MultiSessionIdleItem:
                break;
            default:
                Assert.Fail($"Unexpected {item}.");
                break;
        }

        NoteIfCaughtUp();
    }

    private void NoteIfCaughtUp()
    {
        if (!_mayDrop && Chosen.All(session => _received.GetValueOrDefault(session.Id) == session.Latest))
        {
            _caughtUp.TrySetResult();
        }
    }
}
