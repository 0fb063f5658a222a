using Gateway.Client.Internal;
using Gateway.Client.Tests.Fakes;
using Gateway.Contracts;

namespace Gateway.Client.Tests;

public sealed class PositionTrackerTests
{
    [Fact]
    public void The_position_starts_where_the_server_says()
    {
        var tracker = new PositionTracker(new StreamRequest());
        Assert.Null(tracker.Position);

        tracker.Accept(Items.Started(41));

        Assert.Equal(new StreamPosition(Items.Epoch, 41), tracker.Position);
        var request = tracker.Continue(new StreamRequest { MaxBatch = 7 });
        Assert.Equal((41, Items.Epoch, 7), (request.ResumeAfter, request.Epoch, request.MaxBatch));
    }

    [Fact]
    public void Events_that_were_given_are_taken_out()
    {
        var tracker = Started(after: 10);

        Assert.Equal([11, 12], Sequences(tracker.Accept(Items.Events(8, 12))));
        Assert.Equal(TrackResult.Nothing, tracker.Accept(Items.Events(9, 12)));
        Assert.Equal([13], Sequences(tracker.Accept(Items.Events(13, 13))));
    }

    [Fact]
    public void A_span_that_a_filter_emptied_moves_the_position()
    {
        var tracker = Started(after: 10);

        var result = tracker.Accept(new EventsItem { First = 11, Last = 30, Events = [Items.Event(17)] });

        Assert.Equal([17], Sequences(result));
        Assert.Equal(30, tracker.Position?.Sequence);
    }

    [Fact]
    public void A_hole_is_a_violation_and_moves_nothing()
    {
        var tracker = Started(after: 10);

        Assert.Contains("11 to 12", tracker.Accept(Items.Events(13, 14)).Broken, StringComparison.Ordinal);
        Assert.Equal(10, tracker.Position?.Sequence);
    }

    [Fact]
    public void A_server_that_skips_what_was_asked_for_without_an_epoch_owes_a_gap()
    {
        var tracker = new PositionTracker(new StreamRequest { ResumeAfter = 10 });
        tracker.Accept(Items.Started(79));

        Assert.NotNull(tracker.Accept(Items.Events(80, 81)).Broken);
        Assert.NotNull(tracker.Accept(Items.Gap(GapReason.Evicted, 10, 80)).Item);
        Assert.Equal([80, 81], Sequences(tracker.Accept(Items.Events(80, 81))));
    }

    [Fact]
    public void Anything_before_started_is_a_violation()
    {
        Assert.NotNull(new PositionTracker(new StreamRequest()).Accept(Items.Events(1, 2)).Broken);
        Assert.NotNull(new PositionTracker(new StreamRequest()).Accept(Items.Idle(1)).Broken);
    }

    [Fact]
    public void An_idle_item_moves_the_position_forward_only()
    {
        var tracker = Started(after: 10);

        tracker.Accept(Items.Idle(20));
        Assert.Equal(20, tracker.Position?.Sequence);
        tracker.Accept(Items.Idle(15));
        Assert.Equal(20, tracker.Position?.Sequence);
    }

    [Fact]
    public void A_gap_allows_what_it_announces_and_no_more()
    {
        var tracker = Started(after: 10);

        tracker.Accept(Items.Gap(GapReason.WorkerOverflow, 10, 50));
        Assert.Equal(49, tracker.Position?.Sequence);
        Assert.NotNull(tracker.Accept(Items.Events(51, 52)).Broken);
        Assert.Equal([50], Sequences(tracker.Accept(Items.Events(50, 50))));
    }

    [Fact]
    public void A_gap_that_lies_behind_the_position_is_nothing()
    {
        var tracker = Started(after: 100);

        Assert.Equal(TrackResult.Nothing, tracker.Accept(Items.Gap(GapReason.Evicted, 10, 50)));
        Assert.Equal(100, tracker.Position?.Sequence);
    }

    [Fact]
    public void A_gap_ahead_moves_the_position_back()
    {
        var tracker = Started(after: 100);

        tracker.Accept(Items.Gap(GapReason.Ahead, 100, 51));

        Assert.Equal([51], Sequences(tracker.Accept(Items.Events(51, 51))));
    }

    [Fact]
    public void Another_epoch_needs_a_gap_and_keeps_the_old_position_until_then()
    {
        var tracker = Started(after: 100);
        tracker.Restart();
        tracker.Accept(Items.Started(0, "e2"));
        Assert.Equal(new StreamPosition(Items.Epoch, 100), tracker.Position);
        Assert.NotNull(tracker.Accept(Items.Events(1, 2)).Broken);

        tracker.Restart();
        tracker.Accept(Items.Started(0, "e2"));
        Assert.NotNull(tracker.Accept(Items.Gap(GapReason.EpochChanged, 100, 1)).Item);

        Assert.Equal([1, 2], Sequences(tracker.Accept(Items.Events(1, 2))));
        Assert.Equal(new StreamPosition("e2", 2), tracker.Position);
    }

    [Fact]
    public void A_first_snapshot_that_was_not_received_is_asked_for_again()
    {
        var request = new StreamRequest { Snapshot = SnapshotPolicy.Always };
        var tracker = new PositionTracker(request);
        tracker.Accept(Items.Started(10));
        Assert.Same(request, tracker.Continue(request));

        tracker.Accept(Items.Snapshot(12));
        Assert.Equal(12, tracker.Continue(request).ResumeAfter);
        Assert.Equal([13], Sequences(tracker.Accept(Items.Events(11, 13))));
    }

    [Fact]
    public void A_snapshot_after_a_gap_that_was_not_received_is_asked_for_again()
    {
        var request = new StreamRequest { ResumeAfter = 10, Epoch = Items.Epoch, Snapshot = SnapshotPolicy.AfterGap };
        var tracker = new PositionTracker(request);
        tracker.Accept(Items.Started(10));
        tracker.Accept(Items.Gap(GapReason.Evicted, 10, 50));
        Assert.Equal(10, tracker.Continue(request).ResumeAfter);

        tracker.Restart();
        tracker.Accept(Items.Started(10));
        Assert.NotNull(tracker.Accept(Items.Gap(GapReason.Evicted, 10, 60)).Item);
        tracker.Accept(Items.Snapshot(70));
        Assert.Equal(70, tracker.Continue(request).ResumeAfter);
    }

    [Fact]
    public void Statements_without_a_sequence_leave_the_position_alone()
    {
        var tracker = Started(after: 10);

        Assert.NotNull(tracker.Accept(new StateItem { State = SessionState.Detached }).Item);
        Assert.NotNull(tracker.Accept(new AccessItem()).Item);
        Assert.Equal(10, tracker.Position?.Sequence);
    }

    [Fact]
    public void A_count_comes_with_the_span_that_it_belongs_to_and_is_forgotten_when_a_drop_comes_between()
    {
        var lagged = new LaggedItem { Conflated = 3, Dropped = 1 };
        var tracker = Started(after: 10);
        Assert.Equal(TrackResult.Nothing, tracker.Accept(lagged));
        tracker.Restart();
        tracker.Accept(Items.Started(10));
        Assert.Null(tracker.Accept(Items.Events(11, 12)).Lagged);

        tracker.Accept(lagged);
        Assert.Equal(lagged, tracker.Accept(Items.Events(13, 20)).Lagged);
        Assert.Null(tracker.Accept(Items.Events(21, 22)).Lagged);
    }

    private static PositionTracker Started(long after)
    {
        var tracker = new PositionTracker(new StreamRequest { ResumeAfter = after, Epoch = Items.Epoch });
        tracker.Accept(Items.Started(after));
        return tracker;
    }

    private static IEnumerable<long> Sequences(TrackResult result)
    {
        Assert.Null(result.Broken);
        return Items.Sequences([result.Item!]);
    }
}
