using Gateway.Contracts;
using Gateway.Events;
using Gateway.Protocol;
using Gateway.Web.Access.Items;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Tests.Streams.Events;

/// <summary>Readers whose filter rules out what is published are not touched, and lose nothing by it.</summary>
public sealed class RestingReaderTests
{
    private const int Tank = 1;
    private const int Pump = 2;

    private readonly DistributorHarness _harness = new(new DistributionOptions { HistoryEvents = 50, BufferEvents = 20, MaxSubscriptionsPerSession = 2_000 });
    private int _wakes;
    private long _latest;

    public RestingReaderTests()
    {
        _harness.AddItem(Tank, "Tank1.PV");
        _harness.AddItem(Pump, "Pump2.PV");
    }

    [Fact]
    public void Events_of_other_items_wake_no_reader_that_has_ruled_them_out()
    {
        var readers = Enumerable.Range(0, 1_000).Select(i => Subscribe("Tank*", $"Other{i}")).ToArray();
        Publish(Pump);
        Assert.Equal(1_000, _wakes);
        Assert.All(readers, reader => Assert.Null(reader.TryNext()));

        _wakes = 0;
        for (var i = 0; i < 100; i++)
        {
            Publish(Pump);
        }

        Assert.Equal(0, _wakes);
        Publish(Tank);
        Assert.Equal(1_000, _wakes);
        Assert.All(readers, reader => Assert.Equal([102L], SequencesOf(reader)));
    }

    [Theory]
    [InlineData(StreamMode.Lossless)]
    [InlineData(StreamMode.Conflate)]
    public void A_reader_of_a_rare_item_misses_nothing_when_the_history_has_evicted_what_it_rested_through(StreamMode mode)
    {
        var reader = Rest(Subscribe(new StreamRequest { Mode = mode, Filter = new StreamFilter { References = ["Tank*"] } }));
        for (var i = 0; i < 500; i++)
        {
            Publish(Pump);
        }

        Publish(Tank);
        var events = Assert.IsType<OutgoingEvents>(reader.TryNext());
        Assert.Equal((1L, _latest, 1), (events.First, events.Last, events.Count));
        Assert.Null(reader.TryNext());
    }

    [Fact]
    public void A_handle_that_gets_another_item_wakes_those_who_want_that_item()
    {
        var reader = Rest(Subscribe("Tank*"));
        _harness.AddItem(Pump, "Tank2.PV", addedAfter: _latest);
        Publish(Pump);

        Assert.Equal([_latest], SequencesOf(reader));
    }

    [Fact]
    public void A_change_of_filter_applies_to_the_next_event_even_if_the_reader_has_not_run()
    {
        var reader = Rest(Subscribe("Tank*"));
        Publish(Pump);
        reader.Change(new StreamSettings { Filter = new StreamFilter { References = ["Pump*"] } });
        Publish(Pump);

        Assert.Equal(2, Assert.IsType<IdleItem>(reader.TryNext()).Sequence);
        Assert.Equal(2, Assert.IsType<ModeItem>(reader.TryNext()).After);
        Assert.Equal([3L], SequencesOf(reader));
    }

    [Fact]
    public void Wider_rights_apply_to_the_next_event_even_if_the_reader_has_not_run()
    {
        var reader = Rest(Subscribe(new StreamRequest(), new ItemGlobSet(["Tank*"])));
        reader.ChangeVisible(null);
        Publish(Pump);

        Assert.IsType<IdleItem>(reader.TryNext());
        Assert.IsType<AccessItem>(reader.TryNext());
        Assert.Equal([2L], SequencesOf(reader));
    }

    [Fact]
    public void Missing_events_are_reported_to_a_resting_reader()
    {
        var reader = Rest(Subscribe("Tank*"));
        Publish(Pump);
        _harness.PublishItem(10, Pump);

        Assert.Equal(2, Assert.IsType<IdleItem>(reader.TryNext()).Sequence);
        var gap = Assert.IsType<GapItem>(reader.TryNext());
        Assert.Equal((2L, 10L, 7L), (gap.RequestedAfter, gap.Oldest, gap.Missed));
    }

    [Fact]
    public void A_resting_reader_reports_its_position_and_learns_of_states_and_of_the_end()
    {
        var reader = Rest(Subscribe("Tank*"));
        Publish(Pump);
        _harness.Clock.Advance(TimeSpan.FromMinutes(1));
        _harness.Distributor.Tick();
        Assert.Equal(_latest, Assert.IsType<IdleItem>(reader.TryNext()).Sequence);
        Assert.Null(reader.TryNext());

        Publish(Pump);
        _harness.Distributor.PublishState(new StateItem { State = SessionState.Detached });
        Assert.IsType<StateItem>(reader.TryNext());
        Publish(Pump);
        _harness.Distributor.Complete(null);
        Assert.Null(reader.TryNext());
        Assert.True(reader.HasEnded());
    }

    [Fact]
    public void A_reader_that_gets_something_of_every_batch_never_rests()
    {
        var reader = Subscribe("Tank*");
        for (var i = 1; i < 100; i += 2)
        {
            _harness.PublishAll(EncodedEvents.Change(i, Tank), EncodedEvents.Change(i + 1, Pump));
            Assert.Equal([i], SequencesOf(reader));
            Assert.Null(reader.TryNext());
            Assert.Null(reader.RestingSlot);
        }
    }

    [Fact]
    public void What_is_known_of_removed_items_is_forgotten()
    {
        var reader = Subscribe("Tank*");
        for (var handle = 10; handle < 1_000; handle++)
        {
            _harness.AddItem(handle, $"Pump{handle}.PV");
            Publish(handle);
            Assert.Null(reader.TryNext());
            Assert.Equal(1, _harness.Distributor.RuledOutItems);
            _harness.Distributor.Apply(new StateFrame { Removed = [new ItemKey { ServerHandle = 1, ItemHandle = handle }] });
            Assert.Equal(0, _harness.Distributor.RuledOutItems);

            // An event of it that comes late.
            Publish(handle);
            Assert.Null(reader.TryNext());
            Assert.Equal(0, _harness.Distributor.RuledOutItems);
        }
    }

    [Fact]
    public void A_filter_knows_nothing_of_the_one_whose_slot_it_got()
    {
        Rest(Subscribe("Tank*")).Dispose();
        _harness.AddItem(3, "Valve3.PV");
        var reader = Subscribe("Pump*");
        _harness.PublishItem(++_latest, 3);
        Assert.Null(reader.TryNext());
        Assert.NotNull(reader.RestingSlot);
        Publish(Pump);

        Assert.Equal([_latest], SequencesOf(reader));
    }

    private void Publish(int item) => _harness.PublishItem(++_latest, item);

    private Subscription Subscribe(params string[] references) => Subscribe(new StreamRequest { Filter = new StreamFilter { References = references } });

    private Subscription Subscribe(StreamRequest request, ItemGlobSet? visible = null)
    {
        var subscription = _harness.Subscribe(request, visible, () => _wakes++);
        Assert.IsType<StartedItem>(subscription.TryNext());
        return subscription;
    }

    private Subscription Rest(Subscription reader)
    {
        Publish(Pump);
        Assert.Null(reader.TryNext());
        Assert.NotNull(reader.RestingSlot);
        return reader;
    }

    private static long[] SequencesOf(Subscription reader) =>
        [.. Assert.IsType<OutgoingEvents>(reader.TryNext()).Slices.SelectMany(slice => Enumerable.Range(slice.Start, slice.Count).Select(i => slice.Rows.Headers[i].Sequence))];
}
