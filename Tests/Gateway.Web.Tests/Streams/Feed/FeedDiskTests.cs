using Gateway.Contracts;
using Gateway.Web.Platform.Store;
using Gateway.Web.Streams.Feed;
using Gateway.Web.Tests.Fixtures;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gateway.Web.Tests.Streams.Feed;

/// <summary>The feed on a disk that is really full.</summary>
public sealed class FeedDiskTests : IDisposable
{
    private static readonly FeedOptions Options = new() { InboxChanges = 300, CommitChanges = 50 };

    private readonly TinyDisk _disk = new();

    public void Dispose() => _disk.Dispose();

    [TinyDiskFact]
    public async Task A_full_disk_is_seen_loses_what_the_inbox_cannot_hold_marks_it_and_is_recovered_from()
    {
        using var rig = new FeedRig(_disk.Path, Options);
        rig.Record(20);
        Assert.True(rig.Writer.TryPass());
        var epoch = rig.Distributor.Bounds.Epoch;

        _disk.Fill();
        rig.Record(200, from: 21);
        Assert.False(rig.Writer.TryPass());
        Assert.Equal((FeedStatus.Full, HealthStatus.Degraded), (rig.State.Current, await HealthAsync(rig)));
        Assert.Single(rig.Logs.Lines, line => line.Contains("cannot be written (Full)", StringComparison.Ordinal));
        // Changes that could not be written are not published.
        Assert.Equal(LatestIn(rig.Paths.Journal), rig.Distributor.Bounds.Latest);

        // Recording and reading continue, and another attempt changes nothing.
        rig.Record(500, from: 221);
        Assert.False(rig.Writer.TryPass());
        var written = (int)rig.Distributor.Bounds.Latest;
        Assert.InRange(written, 20, 220);
        Assert.Equal(Texts(1, written), rig.ReadAll().Select(change => change.Detail!));
        var dropped = (int)rig.Inbox.Dropped;
        Assert.InRange(dropped, 1, 500);

        _disk.Free();
        Assert.True(rig.Writer.TryPass());
        Assert.Equal((FeedStatus.Running, HealthStatus.Healthy), (rig.State.Current, await HealthAsync(rig)));
        rig.Record(1, from: 721);
        Assert.True(rig.Writer.TryPass());

        var changes = rig.ReadAll();
        Assert.Equal(Enumerable.Range(1, 722 - dropped).Select(n => (long)n), changes.Select(change => change.Sequence));
        var hole = Assert.Single(changes, change => change.Kind == FeedKind.FeedHole);
        Assert.Equal((721 - dropped, "notWritable", $"{dropped}", "configurationChanged"), (hole.Sequence, hole.Data!["reason"], hole.Data["dropped"], hole.Data["kinds"]));
        Assert.Equal([.. Texts(1, 720 - dropped), "change 721"], changes.Except([hole]).Select(change => change.Detail!));
        Assert.Equal(epoch, rig.Distributor.Bounds.Epoch);
        rig.Dropped = dropped;
    }

    [TinyDiskFact]
    public void A_start_on_a_full_disk_waits_for_room_and_loses_nothing_that_the_inbox_holds()
    {
        _disk.Fill();
        using var rig = new FeedRig(_disk.Path, Options);
        rig.Record(100);
        Assert.False(rig.Writer.TryPass());
        Assert.False(rig.Writer.TryPass());
        Assert.Equal(FeedStatus.Full, rig.State.Current);

        _disk.Free();
        Assert.True(rig.Writer.TryPass());
        Assert.Equal(Texts(1, 100), rig.ReadAll().Select(change => change.Detail!));
    }

    [TinyDiskFact]
    public void A_stop_on_a_full_disk_is_a_hole_at_the_next_start()
    {
        using (var rig = new FeedRig(_disk.Path, Options))
        {
            rig.Record(20);
            Assert.True(rig.Writer.TryPass());
            _disk.Fill();
            rig.Record(200, from: 21);
            rig.Stop();
            Assert.Contains(rig.Logs.Lines, line => line.Contains("changes of the feed could not be written", StringComparison.Ordinal));
        }

        _disk.Free();
        using var again = new FeedRig(_disk.Path, Options);
        Assert.True(again.Writer.TryPass());
        var changes = again.ReadAll();
        Assert.Equal((FeedKind.FeedHole, "uncleanEnd"), (changes[^1].Kind, changes[^1].Data!["reason"]));
        Assert.Equal(Texts(1, changes.Count - 1), changes.SkipLast(1).Select(change => change.Detail!));
    }

    private static IEnumerable<string> Texts(int first, int last) => Enumerable.Range(first, last - first + 1).Select(n => $"change {n}");

    private static long LatestIn(string journal)
    {
        using var connection = new SqliteConnection($"Data Source={journal};Mode=ReadOnly;Pooling=False");
        connection.Open();
        return connection.Number("SELECT max(Sequence) FROM Changes");
    }

    private static async Task<HealthStatus> HealthAsync(FeedRig rig) =>
        (await new FeedHealthCheck(rig.State).CheckHealthAsync(new HealthCheckContext())).Status;
}
