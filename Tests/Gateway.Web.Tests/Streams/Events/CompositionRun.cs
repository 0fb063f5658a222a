using System.Text.Json;
using Gateway.Contracts;
using Gateway.Events;
using Gateway.HubProtocol;
using Gateway.Serialization;
using Gateway.Values;
using Gateway.Web.Access.Items;
using Gateway.Web.Front.Hubs;
using Gateway.Web.Streams.Events;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Gateway.Web.Tests.Streams.Events;

/// <summary>
/// One random session with one reader, and the items that the reader must get by the simplest reading of the contract.
/// </summary>
internal sealed class CompositionRun
{
    private const int Items = 6;

    private static readonly ItemGlobSet Tanks = new(["Tank*"]);

    private readonly Random _random;
    private readonly List<MxEvent> _published = [];
    private readonly Dictionary<int, long> _expectedLast = [];
    private readonly Dictionary<int, long> _receivedLast = [];
    private readonly DistributorHarness _harness;
    private readonly int _maxBatch;
    private StreamRequest _request;
    private Subscription _subscription;
    private ReferenceFilter _reference;
    private LaggedItem? _lagged;
    private StreamMode _mode;
    private bool _tanksOnly;
    private bool _rightsPending;
    private long _position;
    private long _latestAtChange;
    private bool _changed;
    private bool _changeSeen;
    private bool _snapshotDue;

    public CompositionRun(int seed)
    {
        _random = new Random(seed);
        _maxBatch = _random.Next(1, 20);
        _harness = new DistributorHarness(new DistributionOptions { BufferEvents = _random.Next(1, 40), MaxBatch = _maxBatch });
        for (var item = 1; item <= Items; item++)
        {
            _harness.AddItem(item, ReferenceOf(item));
        }

        _tanksOnly = _random.Next(3) == 0;
        _request = RandomRequest();
        (_subscription, _reference) = Subscribe(_request);
    }

    public void Run()
    {
        for (var step = 0; step < 60; step++)
        {
            Step();
        }

        while (ReadOne())
        {
        }

        Assert.All(_expectedLast, last => Assert.Equal(last.Value, _receivedLast.GetValueOrDefault(last.Key)));
    }

    private void Step()
    {
        switch (_random.Next(12))
        {
            case < 5:
                Publish(_random.Next(1, 25));
                break;
            case < 9:
                for (var n = _random.Next(1, 6); n > 0 && ReadOne(); n--)
                {
                }

                break;
            case 9 when !_changed && !_snapshotDue:
                Change();
                break;
            case 10 when !_rightsPending:
                _tanksOnly = !_tanksOnly;
                _rightsPending = true;
                _subscription.ChangeVisible(_tanksOnly ? Tanks : null);
                break;
            case 11 when !_rightsPending && !_changed:
                Resume();
                break;
        }
    }

    private void Publish(int count)
    {
        var events = Enumerable.Range(0, count).Select(i => RandomEvent(_published.Count + 1 + i)).ToArray();
        _published.AddRange(events);
        for (var sent = 0; sent < count;)
        {
            var length = _random.Next(1, count - sent + 1);
            _harness.PublishAll(events.AsSpan(sent, length).ToArray());
            sent += length;
        }
    }

    private void Change()
    {
        _request = RandomRequest();
        _changed = true;
        _subscription.Change(new StreamSettings
        {
            Mode = _request.Mode,
            Filter = _request.Filter,
            Snapshot = _request.Snapshot == SnapshotPolicy.Always,
        });
    }

    private void Resume()
    {
        _subscription.Dispose();
        (_lagged, _snapshotDue) = (null, false);
        // These events were merged into events that were not delivered: they come again and are evaluated again.
        foreach (var (item, _) in _expectedLast.Where(last => last.Value > _receivedLast.GetValueOrDefault(last.Key)).ToArray())
        {
            _expectedLast.Remove(item);
        }

        (_subscription, _reference) = Subscribe(_request with { ResumeAfter = _position, Epoch = DistributorHarness.Epoch });
    }

    private (Subscription, ReferenceFilter) Subscribe(StreamRequest request)
    {
        _mode = request.Mode;
        return (_harness.Subscribe(request, visible: _tanksOnly ? Tanks : null), new ReferenceFilter(request.Filter, ReferenceOf) { TanksOnly = _tanksOnly });
    }

    private bool ReadOne()
    {
        if (_changed && !_changeSeen)
        {
            // The reader applies the change at its next request, before or after other items.
            (_changeSeen, _latestAtChange) = (true, _published.Count);
        }

        switch (_subscription.TryNext())
        {
            case null:
                return false;
            case StartedItem started:
                _position = started.ResumedAfter;
                break;
            case OutgoingEvents events:
                Check(events);
                break;
            case IdleItem idle:
                Assert.Empty(Passing(_position + 1, idle.Sequence));
                _position = idle.Sequence;
                break;
            case LaggedItem lagged:
                Assert.Equal((StreamMode.Conflate, 0), (_mode, lagged.Dropped));
                _lagged = lagged;
                break;
            case OutgoingSnapshot snapshot:
                Check(snapshot);
                break;
            case ModeItem mode:
                Assert.Equal((ModeReason.Requested, _request.Mode, _position), (mode.Reason, mode.Mode, mode.After));
                (_mode, _changed, _changeSeen, _snapshotDue) = (mode.Mode, false, false, _request.Snapshot == SnapshotPolicy.Always);
                _reference = new ReferenceFilter(_request.Filter, ReferenceOf) { TanksOnly = _reference.TanksOnly };
                break;
            case AccessItem:
                _reference.TanksOnly = _tanksOnly;
                _rightsPending = false;
                break;
            case var other:
                Assert.Fail($"Unexpected {other.Kind}.");
                break;
        }

        return true;
    }

    private void Check(OutgoingEvents item)
    {
        Assert.Equal(_position + 1, item.First);
        Assert.InRange(item.Count, 0, _maxBatch);
        var passing = Passing(item.First, item.Last);
        var received = Decode(item);
        var conflated = _lagged?.Conflated ?? 0;
        _lagged = null;
        _position = item.Last;
        foreach (var one in received.Where(one => one.Family == EventFamily.OnDataChange))
        {
            _receivedLast[one.ItemHandle] = one.Sequence;
        }

        if (_rightsPending && _mode == StreamMode.Conflate)
        {
            // Events that were merged before the rights changed and delivered afterwards must not contain what is no longer
            // visible.
            Assert.True(!_tanksOnly || received.All(one => IsTank(one.ItemHandle)), "nothing leaves that may not be seen");
            Assert.Empty(received.Select(one => one.Sequence).Except(passing.Select(one => one.Sequence)));
            Assert.All(passing.Where(one => _tanksOnly && !IsTank(one.ItemHandle)), one => _expectedLast.Remove(one.ItemHandle));
            return;
        }

        Assert.Equal(passing.Where(one => _mode == StreamMode.Lossless || received.Any(got => got.Sequence == one.Sequence)).Select(Json), received.Select(Json));
        Assert.Equal(passing.Count - received.Count, conflated);
        Assert.Equal(passing.Count(one => one.Family != EventFamily.OnDataChange), received.Count(one => one.Family != EventFamily.OnDataChange));
    }

    private void Check(OutgoingSnapshot item)
    {
        Assert.Equal(_position, item.AsOf);
        var latest = Math.Max(_latestAtChange, item.AsOf);
        var expected = _published.Take((int)latest).Where(one => one.Family == EventFamily.OnDataChange)
            .GroupBy(one => one.ItemHandle).Select(group => group.Last())
            .Where(one => one.Sequence <= item.AsOf && _reference.Matches(one) && (!_rightsPending || !_tanksOnly || IsTank(one.ItemHandle))).OrderBy(one => one.Sequence).ToArray();
        Assert.Equal(expected.Select(Json), (item.Rows is { } rows ? Decode(new OutgoingEvents(0, 0, [new RowSlice(rows, 0, rows.Count)])) : []).Select(Json));
        _reference.Anchor(_published.Take((int)latest).Where(one => one.Family == EventFamily.OnDataChange)
            .GroupBy(one => one.ItemHandle).Select(group => group.Last()).Where(one => one.Sequence <= item.AsOf && _reference.Matches(one)));
        (_latestAtChange, _snapshotDue) = (0, false);
    }

    private List<MxEvent> Passing(long first, long last)
    {
        var passing = _published.Skip((int)first - 1).Take((int)(last - first + 1)).Where(_reference.Passes).ToList();
        foreach (var one in passing.Where(one => one.Family == EventFamily.OnDataChange))
        {
            _expectedLast[one.ItemHandle] = one.Sequence;
        }

        return passing;
    }

    // Encoded in both protocols, whose results must agree.
    private static IReadOnlyList<MxEvent> Decode(OutgoingEvents item)
    {
        var json = (EventsItem)JsonSerializer.Deserialize<StreamItem>(JsonSerializer.SerializeToUtf8Bytes<StreamItem>(item, GatewayJson.Options), GatewayJson.Options)!;
        var protocol = new SplicingMessagePackProtocol(GatewayMessagePack.CreateProtocol());
        var input = new System.Buffers.ReadOnlySequence<byte>(protocol.GetMessageBytes(new StreamItemMessage("1", item)));
        Assert.True(protocol.TryParseMessage(ref input, StreamItemBinder.Instance, out var message));
        var packed = Assert.IsType<EventsItem>(Assert.IsType<StreamItemMessage>(message).Item);
        Assert.Equal((item.First, item.Last), (packed.First, packed.Last));
        Assert.Equal(json.Events.Select(Json), packed.Events.Select(Json));
        return packed.Events;
    }

    private StreamRequest RandomRequest() => new()
    {
        Mode = _random.Next(2) == 0 ? StreamMode.Lossless : StreamMode.Conflate,
        Snapshot = _random.Next(2) == 0 ? SnapshotPolicy.None : SnapshotPolicy.Always,
        Filter = _random.Next(5) == 0 ? null : new StreamFilter
        {
            Families = Maybe<IReadOnlyList<EventFamily>>(() => [EventFamily.OnDataChange]),
            Items = Maybe<IReadOnlyList<ItemKey>>(() => [.. Enumerable.Range(1, Items).Where(_ => _random.Next(3) > 0).Select(item => new ItemKey { ItemHandle = item })]),
            References = Maybe<IReadOnlyList<string>>(() => [_random.Next(2) == 0 ? "Tank*" : "Pump*"]),
            MinimumQuality = _random.Next(3) == 0 ? 64 : null,
            Deadband = _random.Next(2) == 0 ? _random.Next(0, 4) : null,
            DeadbandPercent = _random.Next(3) == 0 ? _random.Next(0, 50) : null,
        },
    };

    private T? Maybe<T>(Func<T> make)
        where T : class => _random.Next(3) == 0 ? make() : null;

    private MxEvent RandomEvent(long sequence)
    {
        var item = _random.Next(1, Items + 1);
        return _random.Next(8) == 0
            ? EncodedEvents.Completion(sequence, item)
            : EncodedEvents.Change(sequence, item, RandomValue(), _random.Next(6) switch { 0 => 24, 1 => 68, _ => 192 });
    }

    private MxValue RandomValue() => _random.Next(10) switch
    {
        0 => MxValue.FromString(_random.Next(2) == 0 ? "a" : "ü"),
        1 => MxValue.FromDouble(double.NaN),
        2 => MxValue.FromBoolean(_random.Next(2) == 0),
        < 6 => MxValue.FromInt32(_random.Next(-3, 8)),
        _ => MxValue.FromDouble(_random.Next(-30, 80) / 10.0),
    };

    private static bool IsTank(int item) => item % 2 == 0;

    private static string ReferenceOf(int item) => $"{(IsTank(item) ? "Tank" : "Pump")}{item}.PV";

    private static string Json(MxEvent one) => JsonSerializer.Serialize(one, GatewayJson.Options);
}
