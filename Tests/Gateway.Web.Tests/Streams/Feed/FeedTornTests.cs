using Gateway.Contracts;
using Gateway.Testing;
using Gateway.Web.Platform.Store;
using Gateway.Web.Streams.Feed;
using Gateway.Web.Tests.Fixtures;
using Microsoft.Data.Sqlite;

namespace Gateway.Web.Tests.Streams.Feed;

/// <summary>Copies of the files of a killed gateway, each damaged in another way.</summary>
[Trait("Size", "Long")]
public sealed class FeedTornTests : IDisposable
{
    private const int Changes = 400;

    private readonly TempDirectory _directory = new();
    private readonly Random _random = new(TestScale.Seed);
    private string _epoch = "";

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Whatever_is_torn_the_feed_starts_gives_nothing_wrong_and_hides_no_loss()
    {
        var original = MakeOriginal();
        var outcomes = new Dictionary<string, int>();
        var rounds = TestScale.Of(quick: 90, soak: 6_000);
        for (var round = 0; round < rounds; round++)
        {
            using var copy = new TempDirectory();
            foreach (var file in Directory.GetFiles(original))
            {
                File.Copy(file, copy.File(Path.GetFileName(file)));
            }

            var torn = Tear(copy);
            var outcome = Judge(copy.Path, torn);
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }

        // Each outcome must have occurred, or the test would prove little.
        Assert.Equal(["damaged", "tail lost", "whole"], outcomes.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("feed.db")]
    [InlineData("feed.mark")]
    public void A_file_that_is_gone_is_noticed(string name)
    {
        var original = MakeOriginal();
        File.Delete(Path.Combine(original, name));
        Assert.NotEqual("whole", Judge(original, $"{name} deleted"));
    }

    [Fact]
    public void A_log_that_is_gone_is_noticed()
    {
        var original = MakeOriginal();
        File.Delete(Path.Combine(original, "feed.db-wal"));
        Assert.NotEqual("whole", Judge(original, "feed.db-wal deleted"));
    }

    [Fact]
    public void An_older_copy_of_the_journal_is_noticed()
    {
        var original = MakeOriginal();
        using (var rig = new FeedRig(original))
        {
            Assert.True(rig.Writer.TryPass());
            rig.Record(50, from: Changes + 1);
            Assert.True(rig.Writer.TryPass());
            rig.Stop();
        }

        var older = MakeOriginal("older");
        File.Copy(Path.Combine(original, "feed.mark"), Path.Combine(older, "feed.mark"), overwrite: true);
        Assert.NotEqual("whole", Judge(older, "older journal"));
    }

    [Fact]
    public void Journals_that_were_moved_aside_do_not_pile_up()
    {
        for (var i = 0; i < 6; i++)
        {
            File.WriteAllBytes(_directory.File("feed.db"), [1, 2, 3, 4]);
            using var rig = new FeedRig(_directory.Path);
            Assert.True(rig.Writer.TryPass());
            rig.Stop();
        }

        Assert.Equal(3, Directory.GetFiles(_directory.Path, "feed.db.damaged-*").Length);
    }

    // Half of the changes are in the file itself and half only in its log, in many commits.
    private string MakeOriginal(string name = "original")
    {
        var running = Directory.CreateDirectory(_directory.File(name + "-running")).FullName;
        var copy = Directory.CreateDirectory(_directory.File(name)).FullName;
        using var rig = new FeedRig(running);
        for (var i = 0; i < Changes; i += 8)
        {
            rig.Record(8, from: i + 1);
            Assert.True(rig.Writer.TryPass());
            if (i == Changes / 2)
            {
                using var connection = new SqliteConnection($"Data Source={rig.Paths.Journal};Pooling=False");
                connection.Open();
                connection.Execute("PRAGMA wal_checkpoint(RESTART)");
            }
        }

        _epoch = rig.Distributor.Bounds.Epoch;
        File.Copy(Path.Combine(running, "feed.db"), Path.Combine(copy, "feed.db"));
        File.Copy(Path.Combine(running, "feed.db-wal"), Path.Combine(copy, "feed.db-wal"));
        // The mark is locked while it is being written, and closing does not change it.
        rig.Kill();
        File.Copy(Path.Combine(running, "feed.mark"), Path.Combine(copy, "feed.mark"));
        return copy;
    }

    private string Tear(TempDirectory copy)
    {
        var name = new[] { "feed.db", "feed.db", "feed.db-wal", "feed.db-wal", "feed.mark" }[_random.Next(5)];
        var bytes = File.ReadAllBytes(copy.File(name));
        var offset = _random.Next(bytes.Length);
        var way = _random.Next(4);
        switch (way)
        {
            case 0:
                bytes = bytes[..offset];
                break;
            case 1:
                bytes[offset] ^= (byte)(1 << _random.Next(8));
                break;
            case 2:
                bytes.AsSpan(offset, Math.Min(512, bytes.Length - offset)).Clear();
                break;
            default:
                // A page that was not written, or was written to another place.
                var page = offset / 4096 * 4096;
                _random.NextBytes(bytes.AsSpan(page, Math.Min(4096, bytes.Length - page)));
                break;
        }

        File.WriteAllBytes(copy.File(name), bytes);
        return $"{name}, way {way} at {offset}, seed {TestScale.Seed}";
    }

    private string Judge(string directory, string torn)
    {
        using var rig = new FeedRig(directory);
        Assert.True(rig.Writer.TryPass(), $"{torn}: {string.Join('\n', rig.Logs.Lines)}");
        var changes = rig.ReadAll();
        var holes = changes.Where(change => change.Kind == FeedKind.FeedHole).Select(change => change.Data!["reason"]).ToArray();
        var kept = changes.Where(change => change.Kind != FeedKind.FeedHole).ToArray();
        Assert.All(kept, change => Assert.Equal((torn, $"change {change.Sequence}"), (torn, change.Detail)));
        Assert.Equal(Enumerable.Range(1, changes.Count).Select(n => (long)n), changes.Select(change => change.Sequence));
        if (rig.Distributor.Bounds.Epoch == _epoch)
        {
            Assert.Equal((torn, Changes), (torn, kept.Length));
            Assert.Equal([FeedHoleReasons.UncleanEnd], holes);
            return "whole";
        }

        Assert.Contains(rig.Logs.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
        var moved = Directory.GetFiles(directory, "feed.db.damaged-*").Length > 0;
        Assert.Equal((torn, moved || kept.Length == 0 ? FeedHoleReasons.JournalLost : FeedHoleReasons.TailLost), (torn, Assert.Single(holes)));
        return moved ? "damaged" : "tail lost";
    }
}
