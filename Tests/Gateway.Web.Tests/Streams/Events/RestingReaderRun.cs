using System.Text.Json;
using Gateway.Contracts;
using Gateway.Events;
using Gateway.Protocol;
using Gateway.Serialization;
using Gateway.Values;
using Gateway.Web.Access.Items;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Tests.Streams.Events;

/// <summary>
/// One random session twice: as it is, and with all items announced again before each batch, which makes it ask every reader.
/// </summary>
internal sealed class RestingReaderRun
{
    private const int Handles = 5;

    private readonly Random _random;
    private readonly DistributorHarness _resting;
    private readonly DistributorHarness _asking;
    private readonly (Subscription Resting, Subscription Asking)[] _readers;
    private readonly Dictionary<int, ItemInfo> _items = [];
    private long _latest;
    private int _skips;

    public RestingReaderRun(int seed)
    {
        _random = new Random(seed);
        var options = new DistributionOptions { MaxBatch = _random.Next(1, 30) };
        (_resting, _asking) = (new DistributorHarness(options), new DistributorHarness(options));
        _readers = [.. Enumerable.Range(0, _random.Next(2, 8)).Select(_ => Subscribe())];
    }

    /// <returns>How often a reader was not asked about a batch.</returns>
    public int Run()
    {
        for (var step = 0; step < 200; step++)
        {
            Step(_random.Next(_readers.Length));
        }

        ReadAll();
        return _skips;
    }

    private void Step(int reader)
    {
        var (resting, asking) = _readers[reader];
        switch (_random.Next(20))
        {
            case < 8:
                Publish(_random.Next(1, 4));
                break;
            case < 11:
                Read(reader);
                break;
            case < 14:
                ReadAll();
                break;
            case < 16:
                AddOrRemove(_random.Next(1, Handles + 1));
                break;
            case 16:
                Read(reader);
                var settings = new StreamSettings { Mode = Mode(), Filter = Filter(), Snapshot = _random.Next(2) == 0 };
                resting.Change(settings);
                asking.Change(settings);
                break;
            case 17:
                Read(reader);
                var visible = Visible();
                resting.ChangeVisible(visible);
                asking.ChangeVisible(visible);
                break;
            case 18:
                resting.Dispose();
                asking.Dispose();
                _readers[reader] = Subscribe();
                break;
            default:
                Everywhere(harness => harness.Distributor.Tick());
                break;
        }
    }

    private void Publish(int count)
    {
        var events = Enumerable.Range(1, count).Select(i => RandomEvent(_latest + i)).ToArray();
        _latest += count;
        _asking.Distributor.Apply(new StateFrame { Former = [.. _items.Values] });
        Everywhere(harness => harness.PublishAll(events));
        Assert.All(_readers, reader => Assert.Null(reader.Asking.RestingSlot));
        _skips += _readers.Count(reader => reader.Resting.RestingSlot is not null);
    }

    private void AddOrRemove(int handle)
    {
        // A handle may also get another item without a word of the one before.
        if (_random.Next(2) == 0 && _items.Remove(handle))
        {
            Everywhere(harness => harness.Distributor.Apply(new StateFrame { Removed = [new ItemKey { ServerHandle = 1, ItemHandle = handle }] }));
            return;
        }

        var item = new ItemInfo { ServerHandle = 1, ItemHandle = handle, ItemDefinition = $"{(_random.Next(2) == 0 ? "Tank" : "Pump")}{handle}.PV", AddedAfter = _latest };
        _items[handle] = item;
        Everywhere(harness => harness.Distributor.Apply(new StateFrame { Items = [item] }));
    }

    private void ReadAll()
    {
        for (var reader = 0; reader < _readers.Length; reader++)
        {
            Read(reader);
        }
    }

    private void Read(int reader)
    {
        var (resting, asking) = _readers[reader];
        Assert.Equal(Everything(asking), Everything(resting));
    }

    private (Subscription Resting, Subscription Asking) Subscribe()
    {
        var request = new StreamRequest
        {
            Mode = Mode(),
            Filter = Filter(),
            Snapshot = _random.Next(2) == 0 ? SnapshotPolicy.None : SnapshotPolicy.Always,
            ResumeAfter = _random.Next(2) == 0 ? null : _random.NextInt64(_latest + 1),
        };
        var visible = Visible();
        return (_resting.Subscribe(request, visible), _asking.Subscribe(request, visible));
    }

    private void Everywhere(Action<DistributorHarness> act)
    {
        act(_resting);
        act(_asking);
    }

    private StreamMode Mode() => _random.Next(3) == 0 ? StreamMode.Conflate : StreamMode.Lossless;

    private StreamFilter? Filter() => _random.Next(8) switch
    {
        0 => null,
        1 => new StreamFilter { Items = [new ItemKey { ItemHandle = _random.Next(1, Handles + 1) }] },
        2 => new StreamFilter { References = ["Pump*"], Families = [EventFamily.OnDataChange], MinimumQuality = 192 },
        3 => new StreamFilter { References = ["Tank*"], Deadband = 2 },
        _ => new StreamFilter { References = [$"{(_random.Next(2) == 0 ? "Tank" : "Pump")}{_random.Next(1, Handles + 1)}*"] },
    };

    private ItemGlobSet? Visible() => _random.Next(4) switch
    {
        0 => new ItemGlobSet(["Tank*"]),
        1 => new ItemGlobSet(["Pump*", "Tank1*"]),
        _ => null,
    };

    private MxEvent RandomEvent(long sequence)
    {
        var handle = _random.Next(1, Handles + 1);
        return _random.Next(8) == 0
            ? EncodedEvents.Completion(sequence, handle)
            : EncodedEvents.Change(sequence, handle, MxValue.FromInt32(_random.Next(5)), _random.Next(4) == 0 ? 64 : 192);
    }

    // Which events come, and what comes between them, is compared. Where an item of events ends is not, and so not whether an idle item
    // follows it: a batch limit counts the events that a reader was asked about.
    private static List<string> Everything(Subscription reader)
    {
        var all = new List<string>();
        while (reader.TryNext() is { } item)
        {
            if (item is OutgoingEvents events)
            {
                all.AddRange(events.Slices.SelectMany(slice => Enumerable.Range(slice.Start, slice.Count).Select(i => $"{slice.Rows.Headers[i].Sequence}")));
            }
            else if (item is not IdleItem)
            {
                all.Add(JsonSerializer.Serialize(item, item.GetType(), GatewayJson.Options));
            }
        }

        return all;
    }
}
