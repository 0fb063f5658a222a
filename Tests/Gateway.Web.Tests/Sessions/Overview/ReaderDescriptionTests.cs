using Gateway.Contracts;
using Gateway.Web.Sessions.Overview;
using Gateway.Web.Streams.Events;
using Gateway.Web.Tests.Streams.Events;

namespace Gateway.Web.Tests.Sessions.Overview;

/// <summary>What is shown of a reader is what happens to it.</summary>
public sealed class ReaderDescriptionTests
{
    private readonly DistributorHarness _harness = new(new DistributionOptions { BufferEvents = 4, HistoryEvents = 20 });

    [Fact]
    public void A_reader_that_does_not_read_lags_by_events_and_time_and_a_reader_at_the_head_by_none()
    {
        using var reader = _harness.Subscribe();
        Take(reader);
        _harness.Publish(1, 2);
        _harness.Clock.Advance(TimeSpan.FromMilliseconds(300));
        _harness.Publish(3, 1);
        _harness.Clock.Advance(TimeSpan.FromMilliseconds(400));

        Assert.Equal((0L, 3L, 700L, 3), Of(Describe(reader, null).Load));
        Take(reader);
        Assert.Equal((3L, 0L, 0L, 0), Of(Describe(reader, null).Load));
        static (long, long, long, int) Of(ReaderLoad load) => (load.Position, load.Lag, load.LagMs, load.Queued);
    }

    [Fact]
    public void A_slow_reader_is_shown_since_when_until_it_has_caught_up()
    {
        using var reader = _harness.Subscribe();
        Take(reader);
        var slowSince = _harness.Clock.GetUtcNow().UtcDateTime;
        _harness.Publish(1, 3);
        _harness.Publish(4, 3);
        _harness.Clock.Advance(TimeSpan.FromSeconds(1));
        _harness.Publish(7, 3);

        var slow = Describe(reader, null);
        Assert.Equal((slowSince, 1, SubscriptionPhase.CatchingUp), (slow.Facts.SlowSince, slow.Load.SlowEpisodes, slow.Load.Phase));
        Take(reader);
        Assert.Null(Describe(reader, slow).Facts.SlowSince);
    }

    [Fact]
    public void A_gap_is_shown_with_its_reason()
    {
        _harness.Publish(1, 10);
        _harness.Publish(11, 15);
        using var reader = _harness.Subscribe(new StreamRequest { ResumeAfter = 2 });
        Take(reader);

        var row = Describe(reader, null);
        Assert.Equal((GapReason.Evicted, 1, 2L), (row.Facts.LastGapReason, row.Load.Gaps, row.Facts.ResumedAfter));
        Assert.Equal(_harness.Clock.GetUtcNow().UtcDateTime, row.Facts.LastGapAt);
    }

    [Fact]
    public void What_a_conflating_reader_does_not_get_is_counted()
    {
        using var reader = _harness.Subscribe(new StreamRequest { Mode = StreamMode.Conflate });
        Take(reader);
        _harness.Publish(1, 6, items: 2);
        Take(reader);

        var load = Describe(reader, null).Load;
        Assert.Equal((2L, 4L, 0L), (load.Delivered, load.Conflated, load.Dropped));
    }

    [Fact]
    public void Rates_are_averages_since_the_sample_before_and_what_did_not_change_is_the_same_object()
    {
        using var reader = _harness.Subscribe();
        Take(reader);
        var before = Describe(reader, null);
        Assert.Null(before.Load.EventsPerSecond);
        _harness.Publish(1, 3);
        Take(reader);

        var after = Describe(reader, before, TimeSpan.FromSeconds(2));
        Assert.Equal(1.5, after.Load.EventsPerSecond);
        Assert.Same(before.Facts, after.Facts);
        var still = Describe(reader, Describe(reader, after, TimeSpan.FromSeconds(2)), TimeSpan.FromSeconds(2));
        Assert.Same(still.Load, Describe(reader, still, TimeSpan.FromSeconds(2)).Load);
    }

    [Fact]
    public void A_filter_that_is_changed_is_shown()
    {
        using var reader = _harness.Subscribe();
        Assert.Null(Describe(reader, null).Facts.Filter);
        reader.Change(new StreamSettings { Filter = new StreamFilter { References = ["Tank*"] } });
        Assert.Equal("Tank*", Describe(reader, null).Facts.Filter);
    }

    private static void Take(Subscription reader)
    {
        while (reader.TryNext() is not null)
        {
            // The items do not matter.
        }
    }

    private ReaderRow Describe(Subscription reader, ReaderRow? before, TimeSpan? elapsed = null) =>
        new ReaderDescription("s", _harness.Distributor, _harness.Distributor.Range.Latest, elapsed).Read(reader, before);
}
