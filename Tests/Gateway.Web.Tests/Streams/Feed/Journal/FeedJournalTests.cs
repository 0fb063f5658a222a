using System.Text.Json.Nodes;
using Gateway.Contracts;
using Gateway.Web.Streams.Feed;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Streams.Feed.Journal;

public sealed class FeedJournalTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Changes_are_numbered_from_1_and_survive_a_restart_under_the_same_epoch()
    {
        string epoch;
        using (var rig = new FeedRig(_directory.Path))
        {
            rig.Record(3);
            Assert.True(rig.Writer.TryPass());
            epoch = rig.Distributor.Bounds.Epoch;
            Assert.Equal((1, 3), (rig.Distributor.Bounds.Oldest, rig.Distributor.Bounds.Latest));
            rig.Stop();
        }

        using var again = new FeedRig(_directory.Path);
        again.Record(1, from: 4);
        Assert.True(again.Writer.TryPass());
        Assert.Equal(epoch, again.Distributor.Bounds.Epoch);
        Assert.Equal([(1, "change 1"), (2, "change 2"), (3, "change 3"), (4, "change 4")], again.ReadAll().Select(change => ((int)change.Sequence, change.Detail!)));
    }

    [Fact]
    public void Everything_about_a_change_comes_back()
    {
        var clock = new TestClock();
        using var rig = new FeedRig(_directory.Path, time: clock);
        var entry = new FeedEntry
        {
            Kind = FeedKind.SessionTagged,
            Session = new("s1", "ada", "line-2"),
            SessionName = "Zoë's \"view\"",
            Subject = "ada",
            Detail = "line\u001f 1\n2 \0 3 \ud800",
            Data = new Dictionary<string, string> { ["from"] = "line-1", ["note"] = "日本" },
        };
        rig.Recorder.Record(entry);
        Assert.True(rig.Writer.TryPass());
        var change = Assert.Single(rig.ReadAll());
        Assert.Equal((entry.Kind, "s1", "line-2", entry.SessionName, "ada", "line\u001f 1\n2 \ufffd 3 \ufffd"), (change.Kind, change.SessionId, change.SessionTag, change.SessionName, change.Subject, change.Detail));
        Assert.Equal(entry.Data, change.Data);
        Assert.Equal(clock.GetUtcNow().ToUnixTimeMilliseconds(), new DateTimeOffset(change.At).ToUnixTimeMilliseconds());
        Assert.Equal((0, DateTimeKind.Utc), (change.At.Ticks % TimeSpan.TicksPerMillisecond, change.At.Kind));
    }

    [Fact]
    public void A_gateway_that_was_killed_leaves_a_hole_to_be_seen_and_the_numbering_goes_on()
    {
        string epoch;
        using (var rig = new FeedRig(_directory.Path))
        {
            rig.Record(2);
            Assert.True(rig.Writer.TryPass());
            epoch = rig.Distributor.Bounds.Epoch;
            rig.Kill();
        }

        using var again = new FeedRig(_directory.Path);
        Assert.True(again.Writer.TryPass());
        Assert.Equal(epoch, again.Distributor.Bounds.Epoch);
        var hole = again.ReadAll()[^1];
        Assert.Equal((3, FeedKind.FeedHole, "uncleanEnd"), (hole.Sequence, hole.Kind, hole.Data!["reason"]));
        Assert.Contains(again.Logs.Lines, line => line.Contains("did not close the journal", StringComparison.Ordinal));
    }

    [Fact]
    public void Another_configuration_than_before_is_a_change_that_names_its_sections()
    {
        foreach (var size in new[] { 1, 1, 2, 2 })
        {
            using var rig = new FeedRig(_directory.Path) { Configuration = new() { ["Gateway:A"] = new JsonObject { ["x"] = 1 }, ["Gateway:B"] = new JsonObject { ["x"] = size } } };
            Assert.True(rig.Writer.TryPass());
            Assert.Equal(size - 1, rig.Distributor.Bounds.Latest);
            Assert.All(rig.ReadAll(), change => Assert.Equal((FeedKind.ConfigurationChanged, "Gateway:B"), (change.Kind, change.Data!["sections"])));
            rig.Stop();
        }
    }

    [Fact]
    public void A_second_gateway_does_not_write_the_same_journal()
    {
        using var first = new FeedRig(_directory.Path);
        Assert.True(first.Writer.TryPass());
        using var second = new FeedRig(_directory.Path);
        second.Record(1);
        Assert.False(second.Writer.TryPass());
        Assert.Equal(FeedStatus.Failing, second.State.Current);

        first.Stop();
        Assert.True(second.Writer.TryPass());
        Assert.Equal(FeedStatus.Running, second.State.Current);
        Assert.Equal("change 1", Assert.Single(second.ReadAll()).Detail);
    }

    [Fact]
    public void What_the_inbox_cannot_take_is_counted_and_marked_where_it_is_missing()
    {
        using var rig = new FeedRig(_directory.Path, new FeedOptions { InboxChanges = 5 }) { Dropped = 3 };
        rig.Record(8);
        Assert.Equal(3, rig.Inbox.Dropped);
        Assert.True(rig.Writer.TryPass());
        rig.Record(1, from: 9);
        Assert.True(rig.Writer.TryPass());

        var changes = rig.ReadAll();
        Assert.Equal(["change 1", "change 2", "change 3", "change 4", "change 5"], changes.Take(5).Select(change => change.Detail));
        Assert.Equal((FeedKind.FeedHole, "3", "configurationChanged"), (changes[5].Kind, changes[5].Data!["dropped"], changes[5].Data!["kinds"]));
        Assert.Equal("change 9", changes[6].Detail);
        Assert.Equal(7, changes.Count);
    }

    [Fact]
    public void A_full_disk_is_seen_costs_nothing_that_the_inbox_holds_and_is_marked_when_it_costs_something()
    {
        using var rig = new FeedRig(_directory.Path, new FeedOptions { MaxFileBytes = 64 * 1024, InboxChanges = 2_000, CommitChanges = 100 }) { Dropped = 500 };
        Assert.True(rig.Writer.TryPass());
        rig.Record(2_500);
        Assert.False(rig.Writer.TryPass());
        Assert.Equal(FeedStatus.Full, rig.State.Current);
        Assert.Single(rig.Logs.Lines, line => line.Contains("cannot be written (Full)", StringComparison.Ordinal));
        var written = rig.Distributor.Bounds.Latest;
        Assert.InRange(written, 100, 1_900);
        Assert.Equal(written, rig.ReadAll()[^1].Sequence);

        // The disk has room again, so retention now keeps little of what is there.
        rig.Options.RetainChanges = 10;
        rig.Options.MaxFileBytes = 64 * 1024 * 1024;
        rig.Inbox.RequestCheck();
        Assert.True(rig.Writer.TryPass());
        Assert.Equal(FeedStatus.Running, rig.State.Current);
        rig.Options.RetainChanges = 10_000;
        var latest = rig.Distributor.Bounds.Latest;
        Assert.Equal(2_000 + 1, latest);
        var hole = rig.ReadAll()[^1];
        Assert.Equal((FeedKind.FeedHole, "500"), (hole.Kind, hole.Data!["dropped"]));
    }

    [Fact]
    public void Retention_by_count_keeps_the_newest()
    {
        using var rig = new FeedRig(_directory.Path, new FeedOptions { RetainChanges = 10 });
        rig.Record(10);
        Assert.True(rig.Writer.TryPass());
        rig.Record(1, from: 11);
        Assert.True(rig.Writer.TryPass());
        rig.Inbox.RequestRetention();
        Assert.True(rig.Writer.TryPass());
        Assert.Equal((2, 11), (rig.Distributor.Bounds.Oldest, rig.Distributor.Bounds.Latest));
        Assert.Equal(Enumerable.Range(2, 10).Select(n => (long)n), rig.ReadAll().Select(change => change.Sequence));
    }

    [Fact]
    public void Retention_by_bytes_keeps_the_newest()
    {
        using var rig = new FeedRig(_directory.Path, new FeedOptions { RetainBytes = 2_000 });
        rig.Record(1_000);
        Assert.True(rig.Writer.TryPass());
        rig.Inbox.RequestRetention();
        Assert.True(rig.Writer.TryPass());
        var kept = rig.ReadAll();
        Assert.Equal((974, 1_000), (kept[0].Sequence, kept[^1].Sequence));
    }

    [Fact]
    public void Retention_by_age_works_at_start_and_in_the_background_and_leaves_the_newest()
    {
        var clock = new TestClock();
        using (var rig = new FeedRig(_directory.Path, new FeedOptions { RetainDays = 2 }, clock))
        {
            rig.Record(5);
            Assert.True(rig.Writer.TryPass());
            clock.Advance(TimeSpan.FromDays(1));
            rig.Record(1, from: 6);
            Assert.True(rig.Writer.TryPass());
            clock.Advance(TimeSpan.FromDays(1.5));
            rig.Inbox.RequestRetention();
            Assert.True(rig.Writer.TryPass());
            Assert.Equal([6L], rig.ReadAll().Select(change => change.Sequence));
            rig.Record(1, from: 7);
            Assert.True(rig.Writer.TryPass());
            rig.Stop();
        }

        clock.Advance(TimeSpan.FromDays(10));
        using var again = new FeedRig(_directory.Path, new FeedOptions { RetainDays = 2 }, clock);
        Assert.True(again.Writer.TryPass());
        Assert.Equal([7L], again.ReadAll().Select(change => change.Sequence));
    }
}
