using Gateway.Client.Internal;
using Gateway.Client.Tests.Fakes;
using Gateway.Contracts;

namespace Gateway.Client.Tests;

public sealed class AlarmTrackerTests
{
    private static readonly Alarm Row = AlarmItems.Alarm("Tank101.Level.Hi", 7);

    public static TheoryData<AlarmItem[]> CutSnapshots => new(
        [AlarmItems.Started(7), AlarmItems.Part(7, Row)],
        [AlarmItems.Started(7), AlarmItems.Part(7, Row), AlarmItems.End(7, 1), AlarmItems.Gap(7, 30), AlarmItems.Part(30, Row)],
        [AlarmItems.Started(7), AlarmItems.Part(7, Row), AlarmItems.End(7, 1), new AlarmAccessItem { Widened = ["Tank*"] }]);

    public static TheoryData<AlarmItem[], string> Breaches => new()
    {
        { [AlarmItems.Raises(1, 2)], "begins with started" },
        { [AlarmItems.Started(0), AlarmItems.Raises(1, 2), AlarmItems.Raises(4, 4)], "are missing without a gap" },
        { [AlarmItems.Started(0, "a2"), AlarmItems.Raises(1, 2)], "epoch of the alarms changed without a gap" },
        { [AlarmItems.Started(0), AlarmItems.Part(7, Row), AlarmItems.End(7, 2)], "has 1 of 2 alarms" },
        { [AlarmItems.Started(0), AlarmItems.Part(7, Row), AlarmItems.Raises(8, 8)], "before the end of the snapshot" },
    };

    [Fact]
    public void A_subscription_continues_inside_the_log_from_what_was_received()
    {
        var tracker = new AlarmTracker(new AlarmRequest { Areas = ["North"] });
        Feed(tracker, AlarmItems.Started(7), AlarmItems.Part(7, Row), AlarmItems.End(7, 1), AlarmItems.Raises(8, 9));
        tracker.Restart();

        var request = (AlarmRequest)tracker.Request;
        Assert.Equal((9, AlarmItems.Epoch), (request.After, request.Epoch));
        Assert.Equal(["North"], request.Areas!);
        var items = Feed(tracker, AlarmItems.Started(9), AlarmItems.Raises(8, 9), AlarmItems.Raises(8, 11), new AlarmIdleItem { Sequence = 20 });
        Assert.Null(items[1]);
        Assert.Equal([10, 11], Assert.IsType<AlarmTransitionItem>(items[2]).Transitions.Select(transition => transition.Sequence));
        Assert.Equal(new StreamPosition(AlarmItems.Epoch, 20), tracker.Position);
    }

    [Theory]
    [MemberData(nameof(CutSnapshots))]
    public void A_snapshot_whose_end_did_not_come_is_asked_for_again(AlarmItem[] items)
    {
        var tracker = new AlarmTracker(new AlarmRequest());
        Feed(tracker, items);
        tracker.Restart();

        Assert.Null(tracker.Position);
        Assert.Equal(new AlarmRequest(), tracker.Request);
        Assert.True(tracker.MayPause);
    }

    [Fact]
    public void A_snapshot_is_not_paused_because_it_would_only_begin_again()
    {
        var tracker = new AlarmTracker(new AlarmRequest());
        Feed(tracker, AlarmItems.Started(7), AlarmItems.Part(7, Row));
        Assert.False(tracker.MayPause);
        Feed(tracker, AlarmItems.End(7, 1));
        Assert.True(tracker.MayPause);
    }

    [Theory]
    [MemberData(nameof(Breaches))]
    public void What_breaks_the_contract_is_not_taken(AlarmItem[] items, string why)
    {
        var tracker = new AlarmTracker(new AlarmRequest { After = 0, Epoch = AlarmItems.Epoch });
        Assert.Null(Feed(tracker, items)[^1]);
        Assert.Contains(why, tracker.Broken, StringComparison.Ordinal);
    }

    [Fact]
    public void The_view_of_a_position_is_given_back_until_a_snapshot_with_another_one_is_complete()
    {
        var tracker = new AlarmTracker(new AlarmRequest { After = 5, Epoch = AlarmItems.Epoch, View = "v1" });
        Feed(tracker, AlarmItems.Started(5) with { View = "v2" }, AlarmItems.Raises(6, 7));
        Assert.Equal(new StreamPosition(AlarmItems.Epoch, 7) { View = "v1" }, tracker.Position);
        tracker.Restart();
        Assert.Equal(new AlarmRequest { After = 7, Epoch = AlarmItems.Epoch, View = "v1" }, tracker.Request);
        Feed(tracker, AlarmItems.Started(7) with { View = "v2" }, new AlarmAccessItem { View = "v2" }, AlarmItems.Part(7, Row), AlarmItems.End(7, 1));
        tracker.Restart();
        Assert.Equal(new AlarmRequest { After = 7, Epoch = AlarmItems.Epoch, View = "v2" }, tracker.Request);
    }

    [Fact]
    public void The_view_of_transitions_before_a_snapshot_that_is_due_is_given_back()
    {
        var tracker = new AlarmTracker(new AlarmRequest { After = 5, Epoch = AlarmItems.Epoch, View = "v1" });
        Feed(tracker, AlarmItems.Started(5) with { View = "v2" }, AlarmItems.Raises(6, 7) with { View = "mixed" });
        Assert.Equal(new StreamPosition(AlarmItems.Epoch, 7) { View = "mixed" }, tracker.Position);
        tracker.Restart();
        Assert.Equal(new AlarmRequest { After = 7, Epoch = AlarmItems.Epoch, View = "mixed" }, tracker.Request);
    }

    [Fact]
    public void The_view_of_a_snapshot_is_taken_over_and_that_of_changed_rights()
    {
        var tracker = new AlarmTracker(new AlarmRequest());
        Feed(tracker, AlarmItems.Started(7) with { View = "v1" }, AlarmItems.Part(7, Row), AlarmItems.End(7, 1));
        Assert.Equal(new StreamPosition(AlarmItems.Epoch, 7) { View = "v1" }, tracker.Position);
        Feed(tracker, new AlarmAccessItem { View = "v2" }, AlarmItems.End(7, 0));
        tracker.Restart();
        Assert.Equal(new AlarmRequest { After = 7, Epoch = AlarmItems.Epoch, View = "v2" }, tracker.Request);
    }

    [Fact]
    public void A_position_without_a_view_gets_the_first_one()
    {
        var tracker = new AlarmTracker(new AlarmRequest { After = 7, Epoch = AlarmItems.Epoch });
        Feed(tracker, AlarmItems.Started(7) with { View = "v1" });
        tracker.Restart();
        Assert.Equal("v1", ((AlarmRequest)tracker.Request).View);
    }

    [Fact]
    public void A_gap_leads_into_another_numbering()
    {
        var tracker = new AlarmTracker(new AlarmRequest { After = 50, Epoch = AlarmItems.Epoch });
        Feed(tracker, AlarmItems.Started(7, "a2"), AlarmItems.Gap(50, 7, "a2"), AlarmItems.Part(7, Row), AlarmItems.End(7, 1), AlarmItems.Raises(8, 8));
        Assert.Null(tracker.Broken);
        Assert.Equal(new StreamPosition("a2", 8), tracker.Position);
    }

    private static AlarmItem?[] Feed(AlarmTracker tracker, params AlarmItem[] items) => [.. items.Select(tracker.Accept)];
}
