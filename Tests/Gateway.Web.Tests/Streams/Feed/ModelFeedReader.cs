using Gateway.Contracts;

namespace Gateway.Web.Tests.Streams.Feed;

/// <summary>A consumer that keeps its position over broken connections and restarts, and checks everything.</summary>
internal sealed class ModelFeedReader(FeedModel model)
{
    private RigReader? _reader;
    private (string Epoch, long Sequence)? _position;

    /// <summary>The gateway has ended, and the connection with it.</summary>
    public void Lost() => _reader = null;

    /// <summary>
    /// Ends the stream and starts another one: mostly with its position, sometimes from now, sometimes for everything.
    /// </summary>
    public void Resume(int way)
    {
        _reader?.Close();
        _reader = null;
        if (way == 0)
        {
            _position = null;
        }

        Subscribe(way == 0 ? 0 : null);
    }

    public void Read(int items)
    {
        if (_reader is null)
        {
            Subscribe(null);
        }

        for (var i = 0; i < items && _reader!.Next() is { } item; i++)
        {
            Take(item);
        }
    }

    public void ReadToTheEnd()
    {
        Read(int.MaxValue);
        Assert.Equal((model.Epoch, model.Latest), _position!.Value);
    }

    private void Subscribe(long? after)
    {
        _reader = _position is { } position ? model.Rig.Read(position.Sequence, position.Epoch) : model.Rig.Read(after);
        var started = _reader.Next<FeedStartedItem>();
        Assert.Equal((model.Epoch, model.Oldest, model.Latest), (started.FeedEpoch, started.Oldest, started.Latest));
        var expected = Expected();
        Assert.Equal(expected is null ? _position?.Sequence ?? (after is null ? model.Latest : model.Oldest - 1) : model.Oldest - 1, started.After);
        if (expected is { } reason)
        {
            var reset = _reader.Next<FeedResetItem>();
            Assert.Equal((reason, _position!.Value.Sequence, model.Oldest, model.Latest), (reset.Reason, reset.RequestedAfter, reset.Oldest, reset.Latest));
        }

        _position = (model.Epoch, started.After);
    }

    private FeedResetReason? Expected() => _position is not { } position ? null
        : position.Epoch != model.Epoch ? FeedResetReason.EpochChanged
        : position.Sequence > model.Latest ? FeedResetReason.Ahead
        : position.Sequence < model.Oldest - 1 ? FeedResetReason.Retention
        : null;

    private void Take(FeedItem item)
    {
        var position = _position!.Value.Sequence;
        switch (item)
        {
            case FeedChangesItem changes:
                Assert.Equal(position + 1, changes.First);
                Assert.Equal(Enumerable.Range(0, (int)(changes.Last - changes.First + 1)).Select(n => changes.First + n), changes.Changes.Select(change => change.Sequence));
                Assert.All(changes.Changes.Where(change => change.Sequence >= model.Oldest), change =>
                    Assert.Equal(model.DetailOf(change.Sequence), change.Kind == FeedKind.FeedHole ? null : change.Detail));
                position = changes.Last;
                break;
            case FeedResetItem reset:
                Assert.Equal((FeedResetReason.Retention, position, model.Oldest, model.Latest), (reset.Reason, reset.RequestedAfter, reset.Oldest, reset.Latest));
                Assert.True(position < model.Oldest - 1);
                position = reset.Oldest - 1;
                break;
            default:
                Assert.Fail($"{item.Kind} was not due.");
                break;
        }

        _position = (model.Epoch, position);
    }
}
