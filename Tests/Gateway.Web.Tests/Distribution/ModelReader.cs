using System.Text.Json;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Json;
using Gateway.Web.Distribution;

namespace Gateway.Web.Tests.Distribution;

/// <summary>A client with a position. Checks every item against the model.</summary>
internal sealed class ModelReader(DistributionModel model)
{
    private Subscription? _subscription;
    private long _position;

    public void Read(int items)
    {
        for (var i = 0; i < items && ReadOne(); i++)
        {
        }
    }

    public void Drop() => _subscription = null;

    public void ReadToTheEnd()
    {
        while (ReadOne() || _position < model.Latest && _subscription is null)
        {
        }

        // A filter may have passed the last events over without a word; nothing wanted may be left, though.
        Assert.Empty(model.Wanted(_position + 1, Math.Max(model.Latest, _position)));
    }

    private bool ReadOne()
    {
        _subscription ??= model.Subscribe(_position);
        try
        {
            if (_subscription.TryNext() is not { } item)
            {
                return false;
            }

            Check(item);
            return true;
        }
        catch (GatewayException error)
        {
            Assert.Equal(GatewayErrorCode.SlowConsumer, error.Code);
            Assert.True(_position < model.EvictedThrough, "a stream ends for slowness only when history cannot serve it");
            Drop();
            return true;
        }
    }

    private void Check(StreamItem item)
    {
        switch (item)
        {
            case StartedItem:
                break;
            case OutgoingEvents events:
                Assert.Equal(_position + 1, events.First);
                Assert.Equal(model.Wanted(events.First, events.Last), Sequences(item));
                _position = events.Last;
                break;
            case GapItem gap:
                Check(gap);
                _position = gap.Oldest - 1;
                break;
            case OutgoingSnapshot snapshot:
                Assert.Equal(_position, snapshot.AsOf);
                Assert.Equal(model.LatestPerItem(snapshot.AsOf), Sequences(item));
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
