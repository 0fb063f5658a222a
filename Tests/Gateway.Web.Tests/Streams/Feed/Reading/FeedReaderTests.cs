using Gateway.Contracts;
using Gateway.Testing;
using Gateway.Web.Access.Callers;
using Gateway.Web.Streams.Feed;
using Gateway.Web.Streams.Feed.Reading;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Streams.Feed.Reading;

public sealed class FeedReaderTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_reader_without_a_position_gets_what_happens_from_now_on()
    {
        using var rig = Started(3);
        var reader = rig.Read(null);
        Assert.Equal(3, reader.Next<FeedStartedItem>().After);
        Assert.Null(reader.Next());
        Append(rig, 2, from: 4);
        var changes = reader.Next<FeedChangesItem>();
        Assert.Equal((4, 5), (changes.First, changes.Last));
        Assert.Null(reader.Next());
    }

    [Fact]
    public void A_position_within_the_journal_is_continued_from_and_joins_what_is_live_without_a_hole()
    {
        using var rig = Started(1_234);
        var reader = rig.Read(17, rig.Distributor.Bounds.Epoch);
        Assert.Equal(17, reader.Next<FeedStartedItem>().After);
        var sequences = new List<long>();
        for (var round = 0; round < 20; round++)
        {
            Append(rig, 7);
            if (reader.Next() is FeedChangesItem item)
            {
                Assert.Equal(sequences.LastOrDefault(17) + 1, item.First);
                sequences.AddRange(item.Changes.Select(change => change.Sequence));
            }
        }

        sequences.AddRange(reader.Drain().Select(change => change.Sequence));
        Assert.Equal(Enumerable.Range(18, 1_234 + 140 - 17).Select(n => (long)n), sequences);
    }

    [Fact]
    public void A_reader_that_has_everything_but_what_was_just_published_is_not_live_yet()
    {
        using var rig = Started(3);
        var reader = rig.Read(0);
        reader.Next<FeedStartedItem>();
        Append(rig, 2, from: 4);
        // As a reader that had read up to 3 before the two were published.
        rig.Distributor.TryTurnLive(reader.Reader, rig.Distributor.Bounds.Epoch, 3);
        Append(rig, 1, from: 6);
        Assert.Equal([1L, 2, 3, 4, 5, 6], reader.Drain().Select(change => change.Sequence));
    }

    [Fact]
    public void What_is_published_while_a_reader_is_being_made_is_not_missed()
    {
        var clock = new HookedClock();
        using var rig = new FeedRig(_directory.Path, time: clock);
        Append(rig, 3);
        clock.Next = () => Append(rig, 2, from: 4);
        var reader = rig.Read(3);
        Assert.Null(clock.Next);
        var started = reader.Next<FeedStartedItem>();
        Assert.Equal((3, 5), (started.After, started.Latest));
        Assert.Equal([4L, 5], reader.Drain().Select(change => change.Sequence));
    }

    [Fact]
    [Trait("Size", "Long")]
    public async Task Readers_that_come_while_changes_are_written_miss_none()
    {
        using var rig = Started(100);
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                Append(rig, 1);
            }
        });
        for (var i = 0; i < TestScale.Of(quick: 300, soak: 20_000); i++)
        {
            var reader = rig.Read(i % 2 == 0 ? null : rig.Distributor.Bounds.Latest - (i % 5));
            var after = reader.Next<FeedStartedItem>().After;
            FeedItem? item;
            while ((item = reader.Next()) is null)
            {
                await Task.Yield();
            }

            Assert.Equal(after + 1, Assert.IsType<FeedChangesItem>(item).First);
            reader.Close();
        }

        await stop.CancelAsync();
        await writing.WithTimeout("the writer");
    }

    [Fact]
    public void Rights_are_those_of_the_moment_of_reading()
    {
        using var rig = Started(0);
        var reader = rig.Read(null);
        reader.Next<FeedStartedItem>();
        Record(rig, "line-1");
        Record(rig, "line-2");
        Assert.Equal(["line-1", "line-2"], reader.Next<FeedChangesItem>().Changes.Select(change => change.SessionTag));

        // The change was recorded before the rights changed and read afterwards.
        Record(rig, "line-1");
        Record(rig, "line-2");
        reader.Reader.Channel.ChangeVisible(Of("line-2"));
        var item = reader.Next<FeedChangesItem>();
        Assert.Equal((3, 4, "line-2"), (item.First, item.Last, Assert.Single(item.Changes).SessionTag));

        Record(rig, "line-1");
        reader.Reader.Channel.ChangeVisible(Of("line-1"));
        Assert.Equal("line-1", Assert.Single(reader.Next<FeedChangesItem>().Changes).SessionTag);
    }

    [Fact]
    public void A_reader_far_behind_is_told_the_bounds_gets_the_rest_and_is_live()
    {
        using var rig = Started(1_000, new FeedOptions { RetainChanges = 300 });
        var reader = rig.Read(5, rig.Distributor.Bounds.Epoch);
        var started = reader.Next<FeedStartedItem>();
        Assert.Equal((700, 701, 1_000), (started.After, started.Oldest, started.Latest));
        var reset = reader.Next<FeedResetItem>();
        Assert.Equal((FeedResetReason.Retention, 5, 701, 1_000), (reset.Reason, reset.RequestedAfter, reset.Oldest, reset.Latest));
        Assert.Equal(Enumerable.Range(701, 300).Select(n => (long)n), reader.Drain().Select(change => change.Sequence));
        Append(rig, 1);
        Assert.Equal(1_001, reader.Next<FeedChangesItem>().First);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_reader_that_retention_overtakes_while_it_reads_is_told_so(bool isIdleDue)
    {
        using var rig = Started(2_000, new FeedOptions { MaxBatch = 100 });
        var reader = rig.Read(0);
        reader.Next<FeedStartedItem>();
        Assert.Equal(100, reader.Next<FeedChangesItem>().Last);

        rig.Options.RetainChanges = 500;
        rig.Inbox.RequestRetention();
        Assert.True(rig.Writer.TryPass());
        if (isIdleDue)
        {
            // A client would take its position over, and lose what the reset is about when its connection ends in between.
            reader.Reader.Channel.RequestIdle();
        }

        var reset = reader.Next<FeedResetItem>();
        Assert.Equal((FeedResetReason.Retention, 100, 1_501, 2_000), (reset.Reason, reset.RequestedAfter, reset.Oldest, reset.Latest));
        Assert.Equal(1_501, reader.Next<FeedChangesItem>().First);
        Assert.Equal(2_000, reader.Drain()[^1].Sequence);
    }

    [Theory]
    [InlineData(11L, null, FeedResetReason.Ahead)]
    [InlineData(11L, "own", FeedResetReason.Ahead)]
    [InlineData(10L, "own", null)]
    [InlineData(10L, null, null)]
    [InlineData(0L, null, null)]
    [InlineData(0L, "own", null)]
    [InlineData(0L, "ffffffffffffffff", FeedResetReason.EpochChanged)]
    [InlineData(5L, "ffffffffffffffff", FeedResetReason.EpochChanged)]
    [InlineData(99L, "ffffffffffffffff", FeedResetReason.EpochChanged)]
    public void A_position_is_judged_by_epoch_and_range(long after, string? epoch, FeedResetReason? expected)
    {
        using var rig = Started(10);
        var reader = rig.Read(after, epoch == "own" ? rig.Distributor.Bounds.Epoch : epoch);
        var started = reader.Next<FeedStartedItem>();
        Assert.Equal(expected is null ? after : 0, started.After);
        if (expected is { } reason)
        {
            var reset = reader.Next<FeedResetItem>();
            Assert.Equal((reason, after, 1, 10), (reset.Reason, reset.RequestedAfter, reset.Oldest, reset.Latest));
            Assert.Equal(10, reader.Drain().Count);
        }
    }

    [Fact]
    public void Zero_with_an_epoch_is_a_position_and_can_be_too_old()
    {
        using var rig = Started(100, new FeedOptions { RetainChanges = 10 });
        Assert.Equal(90, rig.Read(0).Next<FeedStartedItem>().After);
        var reader = rig.Read(0, rig.Distributor.Bounds.Epoch);
        reader.Next<FeedStartedItem>();
        Assert.Equal(FeedResetReason.Retention, reader.Next<FeedResetItem>().Reason);
    }

    [Fact]
    public void A_slow_reader_costs_nobody_and_catches_up_from_the_journal()
    {
        using var rig = Started(0, new FeedOptions { BufferChanges = 10 });
        var slow = rig.Read(null);
        var quick = rig.Read(null);
        for (var i = 0; i < 50; i++)
        {
            Append(rig, 3);
            quick.Drain();
        }

        Assert.Equal(Enumerable.Range(1, 150).Select(n => (long)n), slow.Drain().Select(change => change.Sequence));
        Append(rig, 1);
        Assert.Equal(151, slow.Next<FeedChangesItem>().First);
    }

    [Fact]
    public void What_is_filtered_or_out_of_reach_still_moves_the_position()
    {
        var clock = new TestClock();
        using var rig = new FeedRig(_directory.Path, time: clock);
        Assert.True(rig.Writer.TryPass());
        var reader = new RigReader(rig.Distributor.Subscribe(
            new FeedResumePoint(null, null), new FeedFilter(new FeedReach(new ScopeAccessPolicy(), new LocalDuties()), [FeedKind.SessionOpened], null), FeedRig.Admin));
        reader.Next<FeedStartedItem>();
        Append(rig, 5);
        Assert.Null(reader.Next());
        rig.Recorder.Record(new FeedEntry { Kind = FeedKind.SessionOpened, Session = new("s", "o", null) });
        Append(rig, 2);
        var item = reader.Next<FeedChangesItem>();
        Assert.Equal((1, 8), (item.First, item.Last));
        Assert.Equal(6, Assert.Single(item.Changes).Sequence);

        Append(rig, 3);
        Assert.Null(reader.Next());
        reader.Reader.Channel.RequestIdle();
        Assert.Equal(11, reader.Next<FeedIdleItem>().Sequence);
    }

    [Fact]
    public void A_journal_that_is_lost_while_it_is_read_is_said_and_the_new_one_follows()
    {
        using var rig = Started(600);
        var live = rig.Read(null);
        var behind = rig.Read(0);
        live.Next<FeedStartedItem>();
        behind.Next<FeedStartedItem>();
        behind.Next<FeedChangesItem>();
        var before = rig.Distributor.Bounds.Epoch;
        rig.Ruin();

        rig.Inbox.RequestCheck();
        rig.Record(1);
        Assert.True(rig.Writer.TryPass());

        foreach (var (reader, position) in new[] { (live, 600L), (behind, 500L) })
        {
            var reset = reader.Next<FeedResetItem>();
            Assert.Equal((FeedResetReason.Lost, position, rig.Distributor.Bounds.Epoch), (reset.Reason, reset.RequestedAfter, reset.FeedEpoch));
            Assert.NotEqual(before, reset.FeedEpoch);
            Assert.Equal([FeedKind.FeedHole, FeedKind.ConfigurationChanged], reader.Drain().Select(change => change.Kind));
        }
    }

    private FeedRig Started(int changes, FeedOptions? options = null)
    {
        var rig = new FeedRig(_directory.Path, options);
        Append(rig, changes);
        rig.Inbox.RequestRetention();
        Assert.True(rig.Writer.TryPass());
        return rig;
    }

    private static void Record(FeedRig rig, string sessionTag)
    {
        rig.Recorder.Record(new FeedEntry { Kind = FeedKind.SessionReady, Session = new($"s-{sessionTag}", "ada", sessionTag) });
        Assert.True(rig.Writer.TryPass());
    }

    private static Caller Of(string sessionTag) => new()
    {
        Subject = "bob",
        TokenId = "t",
        Scopes = [Scopes.ReadFeed, Scopes.ReadSessions],
        SessionTags = [sessionTag],
        ExpiresAt = DateTimeOffset.MaxValue,
    };

    private static void Append(FeedRig rig, int changes, int from = 1)
    {
        rig.Record(changes, from);
        Assert.True(rig.Writer.TryPass());
    }
}
