using Gateway.Contracts;
using Gateway.Web.Tests.Fixtures;
using Gateway.Web.Tests.Platform.Store;

namespace Gateway.Web.Tests.Streams.Feed;

/// <summary>A journal that an earlier gateway wrote is opened, continues its numbering, and loses nothing.</summary>
public sealed class EarlierJournalTests
{
    [Fact]
    public void Every_change_is_kept_under_the_same_epoch_and_the_numbering_goes_on()
    {
        using var directory = new TempDirectory();
        EarlierStore.CopyFiles(directory.Path);
        var original = EarlierStore.Original("feed.db");
        var before = TableRows.Read(original)["Changes"];
        Assert.Equal(32, before.Length);
        using (var rig = new FeedRig(directory.Path, time: new TestClock(EarlierStore.AnsweredAt)))
        {
            rig.Record(1);
            Assert.True(rig.Writer.TryPass());
            Assert.Equal(EarlierStore.Answers.GetProperty("feed").GetProperty("feedEpoch").GetString(), rig.Distributor.Bounds.Epoch);
            var changes = rig.ReadAll();
            Assert.Equal(Enumerable.Range(1, changes.Count).Select(n => (long)n), changes.Select(change => change.Sequence));
            // The kill of the gateway and the different configuration of the rig are two additional changes.
            Assert.Equal([FeedKind.FeedHole, FeedKind.ConfigurationChanged, FeedKind.ConfigurationChanged], changes.Skip(32).Select(change => change.Kind));
            rig.Stop();
        }

        Assert.Equal(before, TableRows.Read(Path.Combine(directory.Path, "feed.db"), TableRows.Columns(original))["Changes"].Take(32));
    }
}
