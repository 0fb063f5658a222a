using Gateway.Web.Sessions.Cluster;
using Gateway.Web.Sessions.Cluster.JetStream;
using Gateway.Web.Streams.Events;
using Gateway.Web.Tests.Streams.Events;

namespace Gateway.Web.Tests.Sessions.Cluster;

/// <summary>What an owner gives to an edge whose log lacks events. No server is needed.</summary>
public sealed class MissingEventsTests
{
    private const int Most = 1_000_000;

    private readonly DistributorHarness _owner = new(new DistributionOptions { HistoryEvents = 50 });

    [Fact]
    public void Are_exactly_those_of_the_hole_also_when_batches_go_beyond_it()
    {
        _owner.Publish(1, 10);
        _owner.Publish(11, 10);

        Assert.Equal(["events 5-13"], Give(new LogHole(DistributorHarness.Epoch, 4, 13)));
        Assert.Equal(["events 5-5"], Give(new LogHole(DistributorHarness.Epoch, 4, 5)));
        Assert.Equal(["events 20-20"], Give(new LogHole(DistributorHarness.Epoch, 19, 20)));
    }

    [Fact]
    public void Are_everything_when_the_log_has_nothing()
    {
        _owner.Publish(1, 10);

        Assert.Equal(["events 1-10"], Give(LogHole.Everything));
    }

    [Fact]
    public void Are_none_of_another_numbering_and_none_when_no_events_are_asked_for()
    {
        _owner.Publish(1, 10);

        Assert.Empty(Give(new LogHole("another", 4, 8)));
        Assert.Empty(Give(null));
    }

    [Fact]
    public void Begin_with_what_history_still_has_and_are_none_when_it_has_lost_all_of_them()
    {
        for (var first = 1; first <= 200; first += 10)
        {
            _owner.Publish(first, 10);
        }

        var oldest = _owner.Distributor.Range.Oldest;
        Assert.True(oldest > 20);
        Assert.Equal([$"events {oldest}-{oldest + 4}"], Give(new LogHole(DistributorHarness.Epoch, 4, oldest + 4)));
        Assert.Empty(Give(new LogHole(DistributorHarness.Epoch, 4, 8)));
    }

    [Fact]
    public void Tell_a_gap_of_the_worker_between_them_and_no_part_of_one_that_goes_beyond_the_hole()
    {
        _owner.Publish(1, 10);
        _owner.Publish(21, 10);

        Assert.Equal(["events 9-10", "gap 11-20", "events 21-22"], Give(new LogHole(DistributorHarness.Epoch, 8, 22)));
        Assert.Equal(["events 9-10", "gap 11-15"], Give(new LogHole(DistributorHarness.Epoch, 8, 15)));
        Assert.Equal(["events 9-10"], Give(new LogHole(DistributorHarness.Epoch, 8, 10)));
    }

    private string[] Give(LogHole? hole) =>
    [
        .. MissingEvents.Of(_owner.Distributor, SnapshotRequest.For("session-1", hole), Most)
            .Select(message => $"{(message.Kind == LogMessageKind.Gap ? "gap" : "events")} {message.First}-{message.Last}"),
    ];
}
