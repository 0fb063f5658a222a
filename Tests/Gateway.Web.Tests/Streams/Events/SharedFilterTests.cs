using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Events;
using Gateway.Testing;
using Gateway.Values;
using Gateway.Web.Access.Items;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Tests.Streams.Events;

public sealed class SharedFilterTests
{
    private static readonly StreamFilter Tanks = new() { References = ["Tank*"] };

    private readonly DistributorHarness _harness = new(new DistributionOptions { MaxSubscriptionsPerSession = 10 });

    public SharedFilterTests()
    {
        for (var item = 1; item <= 10; item++)
        {
            _harness.AddItem(item, item % 2 == 0 ? $"Tank{item}.PV" : $"Pump{item}.PV");
        }
    }

    /// <summary>Two filters that pass different events of <see cref="PublishTen"/>.</summary>
    public static TheoryData<string, StreamFilter?, string?, StreamFilter?, string?> Different => new()
    {
        { "families", Tanks with { Families = [EventFamily.OnDataChange] }, null, Tanks, null },
        { "no family", Tanks with { Families = [] }, null, Tanks, null },
        { "items", Tanks with { Items = [new ItemKey { ItemHandle = 4 }] }, null, Tanks with { Items = [new ItemKey { ItemHandle = 6 }] }, null },
        { "server handles", Tanks with { Items = [new ItemKey { ServerHandle = 1, ItemHandle = 4 }] }, null, Tanks with { Items = [new ItemKey { ServerHandle = 2, ItemHandle = 4 }] }, null },
        { "no item", Tanks with { Items = [] }, null, Tanks, null },
        { "references", Tanks, null, new StreamFilter { References = ["Pump*"] }, null },
        { "no reference", new StreamFilter { References = [] }, null, Tanks, null },
        { "where a glob ends", new StreamFilter { References = ["Tank", "Tank4.PV"] }, null, new StreamFilter { References = ["TankTank4.PV"] }, null },
        { "minimum quality", Tanks with { MinimumQuality = 192 }, null, Tanks with { MinimumQuality = 64 }, null },
        { "what may be seen", Tanks, "Tank*", Tanks, "Tank4*" },
        { "rights like a request", new StreamFilter { References = ["Pump*"] }, "*", new StreamFilter { References = ["*"] }, "Tank*" },
    };

    [Fact]
    public void Readers_who_ask_for_the_same_get_the_same_item()
    {
        var first = Subscribe(new StreamFilter { References = ["Tank*", "Pump1.*"], Families = [EventFamily.OnDataChange, EventFamily.OnWriteComplete] });
        var second = Subscribe(new StreamFilter { References = ["Pump1.*", "Tank*", "Tank*"], Families = [EventFamily.OnWriteComplete, EventFamily.OnDataChange] });
        PublishTen(1);

        var item = Events(first);
        Assert.Equal([1L, 2, 4, 6, 8, 10], SequencesOf(item));
        Assert.Same(item, Events(second));
        Assert.Equal(1, _harness.Distributor.Filters.Count);
    }

    [Fact]
    public void Readers_with_the_same_rights_who_ask_for_nothing_get_the_same_item()
    {
        var visible = new ItemGlobSet(["Tank*"]);
        var (first, second) = (Subscribe(null, visible), Subscribe(null, new ItemGlobSet(["Tank*"])));
        PublishTen(1);

        Assert.Same(Events(first), Events(second));
    }

    [Fact]
    public void What_is_shared_of_a_batch_is_shared_by_readers_who_account_for_other_sequences_too()
    {
        var (first, second, third) = (Subscribe(Tanks), Subscribe(Tanks), Subscribe(Tanks));
        _harness.PublishItem(1, 1);
        Assert.Null(first.TryNext());
        _harness.PublishAll([EncodedEvents.Change(2, 2), EncodedEvents.Change(3, 3), EncodedEvents.Change(4, 4)]);
        var item = Events(first);
        Assert.Same(item, Events(second));
        _harness.PublishItem(5, 1);

        var longer = Events(third);
        Assert.Equal((1L, 4L), (item.First, item.Last));
        Assert.Equal((1L, 5L), (longer.First, longer.Last));
        Assert.Same(item.Slices, longer.Slices);
    }

    [Theory]
    [MemberData(nameof(Different))]
    public void Readers_who_ask_for_something_else_get_what_they_ask_for(string what, StreamFilter? one, string? oneSees, StreamFilter? other, string? otherSees)
    {
        Subscription[] readers = [Subscribe(one, Globs(oneSees)), Subscribe(other, Globs(otherSees)), Subscribe(one, Globs(oneSees)), Subscribe(other, Globs(otherSees))];
        PublishTen(1);

        var expected = new[] { Alone(one, Globs(oneSees)), Alone(other, Globs(otherSees)) };
        Assert.False(expected[0].SequenceEqual(expected[1]), $"{what}: the two let the same through");
        Assert.Equal(2, _harness.Distributor.Filters.Count);
        Assert.All(readers, (reader, i) => Assert.Equal(expected[i % 2], SequencesOf(reader.TryNext())));
    }

    [Fact]
    public void A_deadband_is_a_readers_own_and_the_filter_before_it_is_shared()
    {
        var plain = Subscribe(Tanks);
        var calm = Subscribe(Tanks with { Deadband = 1_000 });
        PublishTen(1);
        PublishTen(11);

        Assert.Equal(1, _harness.Distributor.Filters.Count);
        Assert.Equal([2L, 4, 6, 8, 10, 12, 14, 16, 18, 20], SequencesOf(plain.TryNext()));
        // A value that has not changed is suppressed; a completion never is.
        Assert.Equal([2L, 4, 6, 8, 10, 18], SequencesOf(calm.TryNext()));
    }

    [Fact]
    public void A_reader_who_changes_his_filter_or_rights_leaves_the_others_theirs()
    {
        var (stays, changes, narrowed) = (Subscribe(Tanks), Subscribe(Tanks), Subscribe(Tanks));
        changes.Change(new StreamSettings { Filter = new StreamFilter { References = ["Pump*"] } });
        narrowed.ChangeVisible(new ItemGlobSet(["Tank4*"]));
        PublishTen(1);

        Assert.IsType<ModeItem>(changes.TryNext());
        Assert.IsType<AccessItem>(narrowed.TryNext());
        Assert.Equal([1L, 3, 5, 7, 9], SequencesOf(changes.TryNext()));
        Assert.Equal([4L], SequencesOf(narrowed.TryNext()));
        Assert.Equal([2L, 4, 6, 8, 10], SequencesOf(stays.TryNext()));
        Assert.Equal(3, _harness.Distributor.Filters.Count);
    }

    [Fact]
    public void A_batch_that_was_judged_before_a_handle_got_its_meaning_is_judged_again()
    {
        var (early, late) = (Subscribe(Tanks), Subscribe(Tanks));
        _harness.PublishAll([EncodedEvents.Change(1, 2), EncodedEvents.Change(2, 50)]);
        Assert.Equal([1L], SequencesOf(early.TryNext()));
        _harness.AddItem(50, "Tank50.PV");

        Assert.Equal([1L, 2L], SequencesOf(late.TryNext()));
    }

    [Fact]
    public void Readers_who_stand_within_a_batch_or_take_it_in_parts_get_their_part()
    {
        PublishTen(1);
        var whole = Subscribe(Tanks, request: new StreamRequest { ResumeAfter = 0 });
        var within = Subscribe(Tanks, request: new StreamRequest { ResumeAfter = 4 });
        var inParts = Subscribe(Tanks, request: new StreamRequest { ResumeAfter = 0, MaxBatch = 3 });
        var latest = Subscribe(Tanks, request: new StreamRequest { ResumeAfter = 3, Mode = StreamMode.Conflate });

        Assert.Equal([2L, 4, 6, 8, 10], SequencesOf(whole.TryNext()));
        Assert.Equal([6L, 8, 10], SequencesOf(within.TryNext()));
        Assert.Equal([4L, 6, 8, 10], SequencesOf(latest.TryNext()));
        Assert.Equal([[2L], [4L, 6], [8L], [10L]], Enumerable.Range(0, 4).Select(_ => SequencesOf(inParts.TryNext())));
    }

    [Fact]
    public void Filters_go_with_their_last_reader_however_many_there_were()
    {
        var (stays, changes) = (Subscribe(Tanks), Subscribe(Tanks));
        for (var i = 0; i < 5_000; i++)
        {
            changes.Change(new StreamSettings { Filter = new StreamFilter { References = [$"Tank{i}"] } });
            Assert.IsType<ModeItem>(changes.TryNext());
            Subscribe(new StreamFilter { Items = [new ItemKey { ItemHandle = i }] }).Dispose();
            Assert.Equal(2, _harness.Distributor.Filters.Count);
        }

        changes.Dispose();
        changes.Dispose();
        Assert.Equal(1, _harness.Distributor.Filters.Count);
        stays.Dispose();
        Assert.Equal(0, _harness.Distributor.Filters.Count);
    }

    [Fact]
    public void A_reader_who_is_refused_leaves_no_filter_behind()
    {
        var readers = Enumerable.Range(0, 10).Select(_ => Subscribe(Tanks)).ToArray();
        Assert.Equal(
            GatewayErrorCode.TooManySubscribers,
            Assert.Throws<GatewayException>(() => Subscribe(new StreamFilter { References = ["Pump*"] })).Code);
        Assert.Equal(1, _harness.Distributor.Filters.Count);
        Assert.Equal(10, readers[0].Selection.Filter!.Users);
    }

    [Fact]
    public void A_few_batches_are_remembered_and_none_that_history_let_go_of()
    {
        var (first, second) = (Subscribe(Tanks), Subscribe(Tanks));
        var filter = first.Selection.Filter!;
        for (var i = 0; i < 100; i++)
        {
            PublishTen((i * 10) + 1);
        }

        Assert.Equal(500, SequencesOf(first.TryNext()).Count);
        Assert.Equal(500, SequencesOf(second.TryNext()).Count);
        Assert.InRange(filter.Remembered, 1, 64);
        _harness.Clock.Advance(TimeSpan.FromSeconds(_harness.Options.HistorySeconds + 1));
        _harness.Distributor.Tick();
        Assert.Equal(0, filter.Remembered);
    }

    [Fact]
    public void A_lone_readers_filter_remembers_nothing()
    {
        var reader = Subscribe(Tanks);
        PublishTen(1);
        Assert.Equal(5, SequencesOf(reader.TryNext()).Count);
        Assert.Equal(0, reader.Selection.Filter!.Remembered);
    }

    [Fact]
    public async Task Readers_on_many_threads_get_each_event_of_theirs_once_and_in_order()
    {
        const int batches = 2_000;
        var readers = Enumerable.Range(0, 8).Select(i => Subscribe(i % 3 == 0 ? new StreamFilter { References = ["Pump*"] } : Tanks)).ToArray();
        var reading = readers.Select(reader => Task.Run(() => ReadAsync(reader, batches * 5))).ToArray();
        await Task.Run(() =>
        {
            for (var i = 0; i < batches; i++)
            {
                PublishTen((i * 10) + 1);
            }
        }).WithTimeout("the batches to be published");

        var received = await Task.WhenAll(reading).WithTimeout("the readers to have all");
        Assert.All(received, (sequences, i) => Assert.Equal(Enumerable.Range(1, batches * 10).Where(n => n % 2 == (i % 3 == 0 ? 1 : 0)).Select(n => (long)n), sequences));
    }

    private static async Task<List<long>> ReadAsync(Subscription reader, int count)
    {
        var sequences = new List<long>();
        await foreach (var item in reader.ReadAsync())
        {
            sequences.AddRange(SequencesOf(item));
            if (sequences.Count >= count)
            {
                break;
            }
        }

        return sequences;
    }

    private static ItemGlobSet? Globs(string? glob) => glob is null ? null : new ItemGlobSet([glob]);

    private static List<long> SequencesOf(StreamItem? item) =>
        item is OutgoingEvents events ? [.. events.Slices.SelectMany(slice => Enumerable.Range(slice.Start, slice.Count).Select(i => slice.Rows.Headers[i].Sequence))] : [];

    private static OutgoingEvents Events(Subscription reader) => Assert.IsType<OutgoingEvents>(reader.TryNext());

    // An event that only this reader's filter passes.
    private List<long> Alone(StreamFilter? filter, ItemGlobSet? visible)
    {
        var judge = new EventFilter(filter, visible, _harness.Distributor.Items);
        return [.. TenFrom(1).Where(one => judge.Matches(HeaderOf(one))).Select(one => one.Sequence)];
    }

    private static EventHeader HeaderOf(MxEvent one) => new(one.Sequence, one.Family, one.ServerHandle, one.ItemHandle, one.Quality ?? 0, 0, 0);

    /// <summary>
    /// One event of each of ten items: the fourth has uncertain quality, the sixth bad quality, and the eighth is a completion.
    /// </summary>
    private static MxEvent[] TenFrom(long first) => [.. Enumerable.Range(1, 10).Select(item =>
    {
        var sequence = first + item - 1;
        return item == 8 ? EncodedEvents.Completion(sequence, item) : EncodedEvents.Change(sequence, item, MxValue.FromInt32(item), item switch { 4 => 64, 6 => 0, _ => 192 });
    })];

    private void PublishTen(long first) => _harness.PublishAll(TenFrom(first));

    /// <summary>A reader that has read the started item of its stream.</summary>
    private Subscription Subscribe(StreamFilter? filter, ItemGlobSet? visible = null, StreamRequest? request = null)
    {
        var subscription = _harness.Subscribe((request ?? new StreamRequest()) with { Filter = filter }, visible: visible);
        Assert.IsType<StartedItem>(subscription.TryNext());
        return subscription;
    }
}
