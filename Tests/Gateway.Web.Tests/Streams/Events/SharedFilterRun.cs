using System.Text.Json;
using Gateway.Contracts;
using Gateway.Events;
using Gateway.Protocol;
using Gateway.Serialization;
using Gateway.Values;
using Gateway.Web.Access.Items;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Tests.Streams.Events;

/// <summary>One random session with several readers and, for each reader, an equal session with that reader alone.</summary>
internal sealed class SharedFilterRun
{
    private const int Handles = 6;

    private readonly Random _random;
    private readonly DistributorHarness _together;
    private readonly DistributorHarness[] _alone;
    private readonly (Subscription Together, Subscription Alone)[] _readers;
    private readonly StreamFilter[] _filters;
    private readonly long[] _addedAfter = new long[Handles + 1];
    private readonly Dictionary<int, ItemInfo> _labels = [];
    private long _latest;

    public SharedFilterRun(int seed)
    {
        _random = new Random(seed);
        var options = new DistributionOptions { BufferEvents = _random.Next(1, 60), MaxBatch = _random.Next(1, 30), HistoryEvents = _random.Next(2) == 0 ? 100 : 10_000 };
        _filters = [.. Enumerable.Range(0, 3).Select(_ => RandomFilter())];
        _together = new DistributorHarness(options);
        _alone = [.. Enumerable.Range(0, _random.Next(2, 6)).Select(_ => new DistributorHarness(options))];
        for (var handle = 1; handle <= Handles; handle++)
        {
            Label(handle);
        }

        _readers = [.. _alone.Select(Subscribe)];
    }

    public void Run()
    {
        for (var step = 0; step < 80; step++)
        {
            Step();
        }

        for (var reader = 0; reader < _readers.Length; reader++)
        {
            while (Read(reader))
            {
            }
        }

        Assert.InRange(_together.Distributor.Filters.Count, 0, _readers.Length);
    }

    private void Step()
    {
        var reader = _random.Next(_readers.Length);
        var (together, alone) = _readers[reader];
        switch (_random.Next(20))
        {
            case < 6:
                Publish(_random.Next(1, 25));
                break;
            case < 14:
                for (var n = _random.Next(1, 6); n > 0 && Read(reader); n--)
                {
                }

                break;
            case < 16:
                Label(_random.Next(1, Handles + 1));
                break;
            case 16:
                var settings = new StreamSettings { Mode = RandomMode(), Filter = Filter(), OnSlow = SlowPolicy.Conflate, Snapshot = _random.Next(2) == 0 };
                together.Change(settings);
                alone.Change(settings);
                break;
            case 17:
                var visible = Visible();
                together.ChangeVisible(visible);
                alone.ChangeVisible(visible);
                break;
            case 18:
                together.Dispose();
                alone.Dispose();
                _readers[reader] = Subscribe(_alone[reader]);
                break;
            default:
                Everywhere(harness => harness.Distributor.Tick());
                break;
        }
    }

    private bool Read(int reader)
    {
        var (together, alone) = (_readers[reader].Together.TryNext(), _readers[reader].Alone.TryNext());
        Assert.Equal(Json(alone), Json(together));
        return together is not null;
    }

    private void Publish(int count)
    {
        var events = Enumerable.Range(1, count).Select(i => RandomEvent(_latest + i)).ToArray();
        _latest += count;
        // Announcing every item again keeps readers from resting: about which batches they are asked depends on what others have found.
        Everywhere(harness => harness.Distributor.Apply(new StateFrame { Former = [.. _labels.Values] }));
        Everywhere(harness => harness.PublishAll(events));
    }

    // The handle stands for another item, from a sequence on that may be in the past.
    private void Label(int handle)
    {
        var addedAfter = Math.Max(_latest - _random.Next(20), _addedAfter[handle] + 1);
        if (_latest > 0 && addedAfter > _latest)
        {
            return;
        }

        _addedAfter[handle] = _latest == 0 ? 0 : addedAfter;
        var item = new ItemInfo { ServerHandle = 1, ItemHandle = handle, ItemDefinition = $"{(_random.Next(2) == 0 ? "Tank" : "Pump")}{handle}.PV", AddedAfter = _addedAfter[handle] };
        _labels[handle] = item;
        var isKnown = _random.Next(4) > 0;
        Everywhere(harness => harness.Distributor.Apply(new StateFrame { Items = isKnown ? [item] : [], Former = isKnown ? [] : [item] }));
    }

    private void Everywhere(Action<DistributorHarness> act)
    {
        act(_together);
        Array.ForEach(_alone, act);
    }

    private (Subscription Together, Subscription Alone) Subscribe(DistributorHarness alone)
    {
        var request = new StreamRequest
        {
            Mode = RandomMode(),
            Filter = Filter(),
            OnSlow = SlowPolicy.Conflate,
            Snapshot = _random.Next(2) == 0 ? SnapshotPolicy.None : SnapshotPolicy.Always,
            ResumeAfter = _random.Next(2) == 0 ? null : _random.NextInt64(_latest + 1),
            MaxBatch = _random.Next(2) == 0 ? null : _random.Next(1, 10),
        };
        var visible = Visible();
        return (_together.Subscribe(request, visible: visible), alone.Subscribe(request, visible: visible));
    }

    private StreamMode RandomMode() => _random.Next(3) == 0 ? StreamMode.Conflate : StreamMode.Lossless;

    // There are only a few filters, so that several readers often have the same one.
    private StreamFilter? Filter() => _random.Next(6) switch
    {
        0 => null,
        1 => _filters[_random.Next(_filters.Length)] with { Deadband = _random.Next(3) },
        _ => _filters[_random.Next(_filters.Length)],
    };

    private ItemGlobSet? Visible() => _random.Next(4) switch
    {
        0 => new ItemGlobSet(["Tank*"]),
        1 => new ItemGlobSet(["Pump*", "Tank1*"]),
        _ => null,
    };

    private StreamFilter RandomFilter() => new()
    {
        Families = _random.Next(3) == 0 ? [EventFamily.OnDataChange] : null,
        Items = _random.Next(3) == 0 ? [.. Enumerable.Range(1, Handles).Where(_ => _random.Next(3) > 0).Select(handle => new ItemKey { ItemHandle = handle })] : null,
        References = _random.Next(3) > 0 ? [_random.Next(2) == 0 ? "Tank*" : "Pump*"] : null,
        MinimumQuality = _random.Next(3) == 0 ? 192 : null,
    };

    private MxEvent RandomEvent(long sequence)
    {
        var handle = _random.Next(1, Handles + 1);
        return _random.Next(8) == 0
            ? EncodedEvents.Completion(sequence, handle)
            : EncodedEvents.Change(sequence, handle, MxValue.FromInt32(_random.Next(5)), _random.Next(4) == 0 ? 64 : 192);
    }

    private static string Json(StreamItem? item) => item is null ? "nothing" : JsonSerializer.Serialize(item, item.GetType(), GatewayJson.Options);
}
