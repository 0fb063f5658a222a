using System.Text.Json;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Serialization;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Tests.Streams.Events;

/// <summary>A client with a position that checks every item against the model.</summary>
internal sealed class ModelReader(DistributionModel model)
{
    private readonly Dictionary<long, long> _latest = [];
    private Subscription? _subscription;
    private StreamMode _mode;
    private LaggedItem? _lagged;
    private long _position;
    private long _lostThrough;
    private long _droppedThrough;

    public void Read(int items)
    {
        for (var i = 0; i < items && ReadOne(); i++)
        {
        }
    }

    public void Drop() => (_subscription, _lagged) = (null, null);

    public void ReadToTheEnd()
    {
        while (ReadOne() || _position < model.Latest && _subscription is null)
        {
        }

        // The filter may have excluded the last events without an item, but no event that it passes may be missing.
        Assert.Empty(model.Wanted(_position + 1, Math.Max(model.Latest, _position)));
    }

    private bool ReadOne()
    {
        if (_subscription is null)
        {
            _subscription = model.Subscribe(_position);
            _mode = model.Mode;
        }

        try
        {
            if (_subscription.TryNext() is not { } item)
            {
                CheckLatest();
                return false;
            }

            Check(item);
            return true;
        }
        catch (GatewayException error)
        {
            Assert.Equal(GatewayErrorCode.SlowConsumer, error.Code);
            Assert.Equal((StreamMode.Lossless, SlowPolicy.End), (_mode, model.OnSlow));
            Assert.True(_position < model.EvictedThrough, "a stream ends for slowness only when history cannot serve it");
            Drop();
            return true;
        }
    }

    private void Check(StreamItem item)
    {
        Assert.True(_lagged is null || item is OutgoingEvents, "lagged stands directly before its events");
        switch (item)
        {
            case StartedItem:
                break;
            case OutgoingEvents events:
                Assert.Equal(_position + 1, events.First);
                Check(events, [.. Sequences(item)]);
                _position = events.Last;
                break;
            case LaggedItem lagged:
                Assert.Equal(StreamMode.Conflate, _mode);
                _lagged = lagged;
                if (lagged.Dropped > 0)
                {
                    // Reported once for the whole flush, however many items it consists of.
                    Assert.InRange(lagged.Dropped, 1, model.EvictedThrough - _position);
                    _droppedThrough = model.EvictedThrough;
                }

                break;
            case ModeItem mode:
                Check(mode);
                _mode = mode.Mode;
                break;
            case GapItem gap:
                Check(gap);
                _position = _lostThrough = gap.Oldest - 1;
                break;
            case OutgoingSnapshot snapshot:
                Assert.Equal(_position, snapshot.AsOf);
                Assert.Equal(model.LatestPerItem(snapshot.AsOf), Sequences(item));
                Note(Sequences(item));
                break;
            case IdleItem idle:
                Assert.InRange(idle.Sequence, _position, model.Latest);
                Assert.Empty(model.Wanted(_position + 1, idle.Sequence));
                _position = idle.Sequence;
                break;
            default:
                Assert.Fail($"Unexpected {item.Kind}.");
                break;
        }
    }

    private void Check(OutgoingEvents events, long[] received)
    {
        var wanted = model.Wanted(events.First, events.Last).ToArray();
        var conflated = _lagged?.Conflated ?? 0;
        _lagged = null;
        Note(received);
        if (_mode == StreamMode.Lossless)
        {
            Assert.Equal(wanted, received);
            return;
        }

        Assert.Equal(received.Order().Distinct(), received);
        Assert.Empty(received.Except(wanted));
        Assert.Empty(wanted.Where(sequence => sequence > _droppedThrough && DistributionModel.IsCompletion(sequence)).Except(received));
        if (events.First > _droppedThrough)
        {
            Assert.Equal(wanted.Length - received.Length, conflated);
        }
    }

    private void Check(ModeItem mode)
    {
        Assert.Equal(SlowPolicy.Conflate, model.OnSlow);
        Assert.Equal(_position, mode.After);
        Assert.Equal(mode.Mode == StreamMode.Conflate ? ModeReason.Slow : ModeReason.Recovered, mode.Reason);
        Assert.NotEqual(_mode, mode.Mode);
        Assert.True(mode.Mode == StreamMode.Lossless || _position < model.EvictedThrough, "a reader is degraded only when history cannot serve it");
    }

    // A reader that has read everything has the latest value of each item, except of items whose events a gap reported as lost.
    private void CheckLatest() => Assert.All(
        model.LatestPerItem(model.Latest).Where(sequence => sequence > _lostThrough),
        sequence => Assert.Equal(sequence, _latest.GetValueOrDefault(DistributionModel.ItemOf(sequence))));

    private void Note(IEnumerable<long> sequences)
    {
        foreach (var sequence in sequences.Where(sequence => !DistributionModel.IsCompletion(sequence)))
        {
            _latest[DistributionModel.ItemOf(sequence)] = sequence;
        }
    }

    private void Check(GapItem gap)
    {
        Assert.Equal(_position, gap.RequestedAfter);
        Assert.Equal(gap.Oldest - 1 - _position, gap.Missed);
        if (gap.Reason == GapReason.WorkerOverflow)
        {
            Assert.False(model.AnyPublished(_position + 1, _position + 1), "an overflow gap begins where the worker's events are missing");
        }
        else
        {
            Assert.Equal(GapReason.Evicted, gap.Reason);
            Assert.True(_position < model.EvictedThrough, "an eviction gap needs an eviction");
        }

        if (!model.HasSnapshots)
        {
            Assert.False(
                gap.Reason == GapReason.WorkerOverflow && model.AnyPublished(_position + 1, gap.Oldest - 1),
                "an overflow gap is no wider than the hole");
        }
    }

    private static IEnumerable<long> Sequences(StreamItem item)
    {
        var json = JsonSerializer.SerializeToElement(item, item.GetType(), GatewayJson.Options);
        return [.. json.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("sequence").GetInt64())];
    }
}
