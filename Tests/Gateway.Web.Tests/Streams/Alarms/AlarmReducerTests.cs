using Gateway.Contracts;
using Gateway.Web.Streams.Alarms.Reducing;
using static Gateway.Web.Tests.Streams.Alarms.AlarmBench;

namespace Gateway.Web.Tests.Streams.Alarms;

public sealed class AlarmReducerTests
{
    [Fact]
    public void An_alarm_is_raised_acknowledged_and_cleared()
    {
        var bench = AlarmBench.Normal();
        bench.Apply(InAlarm(true, 1), Acked(false, 1), On(1, 1));
        Assert.Equal((AlarmCondition.Active, false, 1, Time(1)), (bench.Alarm.Condition, bench.Alarm.Acknowledged, bench.Alarm.Occurrence, bench.Alarm.RaisedAt));
        bench.Apply(Acked(true, 2), Message("seen", 2), InAlarm(false, 3));
        Assert.Equal([AlarmTransitionKind.Raised, AlarmTransitionKind.Acknowledged, AlarmTransitionKind.Changed, AlarmTransitionKind.Cleared], bench.Kinds);
        Assert.Equal((AlarmCondition.Normal, true, Time(2), Time(3)), (bench.Alarm.Condition, bench.Alarm.Acknowledged, bench.Alarm.AcknowledgedAt, bench.Alarm.ClearedAt));
        Assert.Equal("seen", bench.Alarm.Comment);
        Assert.True(AlarmStateRules.IsNormal(bench.Alarm));
    }

    [Fact]
    public void A_rise_is_unacknowledged_whatever_Acked_said_last()
    {
        var bench = AlarmBench.Normal();
        bench.Apply(InAlarm(true, 1));
        Assert.False(bench.Transitions.Single().Alarm.Acknowledged);
    }

    [Fact]
    public void An_acknowledgement_after_the_clear_ends_the_occurrence()
    {
        var bench = AlarmBench.Normal();
        bench.Apply(InAlarm(true, 1), Acked(false, 1), On(1, 1), InAlarm(false, 2));
        Assert.Equal(AlarmState.Returned, AlarmStateRules.Of(bench.Alarm));
        bench.Apply(Acked(true, 3));
        Assert.Equal([AlarmTransitionKind.Raised, AlarmTransitionKind.Cleared, AlarmTransitionKind.Acknowledged], bench.Kinds);
    }

    [Fact]
    public void What_stands_at_first_sight_is_found_and_never_raised()
    {
        var bench = new AlarmBench();
        bench.Apply(InAlarm(true, -9), Acked(true, -8), On(-9, -9));
        Assert.Equal([AlarmTransitionKind.Found], bench.Kinds);
        Assert.Equal((1, true), (bench.Alarm.Occurrence, bench.Alarm.Acknowledged));
    }

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(5, 0, true)]
    [InlineData(5, 4, true)]
    [InlineData(5, 6, false)]
    public void Neither_active_nor_acknowledged_at_first_sight_is_returned_only_if_it_ever_stood_and_was_not_acknowledged_since(double on, double acked, bool returned)
    {
        var bench = new AlarmBench();
        bench.Apply(acked == 0 ? [] : [LastAcked(acked)]);
        bench.Apply(InAlarm(false, 0), Acked(false, 0), On(on, 0));
        Assert.Equal(returned ? [AlarmTransitionKind.Found] : [], bench.Kinds);
        Assert.Equal(returned ? AlarmState.Returned : AlarmState.Normal, AlarmStateRules.Of(bench.Alarm));
    }

    [Fact]
    public void Bad_quality_is_unknown_and_keeps_what_was_known()
    {
        var bench = AlarmBench.Normal();
        bench.Apply(InAlarm(true, 1), Acked(false, 1), On(1, 1), BadInAlarm(2));
        Assert.Equal((AlarmCondition.Unknown, AlarmCondition.Active, Time(2)), (bench.Alarm.Condition, bench.Alarm.LastCondition!.Value, bench.Alarm.UnknownSince));
        Assert.Equal((1, Time(1), 0), (bench.Alarm.Occurrence, bench.Alarm.RaisedAt, bench.Alarm.Quality));
        bench.Apply(InAlarm(true, 3));
        Assert.Equal([AlarmTransitionKind.Raised, AlarmTransitionKind.BecameUnknown, AlarmTransitionKind.Restored], bench.Kinds);
        Assert.Equal(1, bench.Alarm.Occurrence);
    }

    [Fact]
    public void An_acknowledgement_while_the_condition_is_not_known_is_told_although_a_rise_follows()
    {
        var bench = AlarmBench.Normal();
        bench.Apply(InAlarm(true, 1), Acked(false, 1), On(1, 1), InAlarm(false, 2), BadInAlarm(3), Acked(true, 4));
        Assert.Equal([AlarmTransitionKind.Raised, AlarmTransitionKind.Cleared, AlarmTransitionKind.BecameUnknown, AlarmTransitionKind.Acknowledged], bench.Kinds);
        Assert.Equal((AlarmState.Unknown, true), (AlarmStateRules.Of(bench.Alarm), bench.Alarm.Acknowledged));
        bench.Apply(InAlarm(true, 5), Acked(false, 5), On(5, 5));
        Assert.Equal(AlarmTransitionKind.Raised, bench.Kinds.Last());
        Assert.Equal((AlarmState.Unacknowledged, 5), (AlarmStateRules.Of(bench.Alarm), bench.Alarm.Occurrence));
    }

    [Fact]
    public void What_differs_after_bad_quality_is_reconciled()
    {
        var cleared = AlarmBench.Normal();
        cleared.Apply(InAlarm(true, 1), Acked(false, 1), On(1, 1), BadInAlarm(2), InAlarm(false, 3));
        Assert.Equal((AlarmTransitionKind.Cleared, AlarmCause.Reconciled), (cleared.Transitions[^1].Kind, cleared.Transitions[^1].Cause));
        var raised = AlarmBench.Normal();
        raised.Apply(BadInAlarm(2), InAlarm(true, 3));
        Assert.Equal([AlarmTransitionKind.BecameUnknown, AlarmTransitionKind.Raised], raised.Kinds);
        var again = AlarmBench.Normal();
        again.Apply(InAlarm(true, 1), Acked(false, 1), On(1, 1), BadInAlarm(2), On(3, 3), InAlarm(true, 4));
        Assert.Equal((AlarmTransitionKind.Raised, AlarmCause.Reconciled), (again.Transitions[^1].Kind, again.Transitions[^1].Cause));
    }

    [Fact]
    public void An_alarm_without_a_value_at_the_start_is_unknown_and_not_normal()
    {
        var bench = new AlarmBench();
        bench.Settle();
        Assert.Equal([AlarmTransitionKind.BecameUnknown], bench.Kinds);
        Assert.Null(bench.Alarm.LastCondition);
        bench.Apply(InAlarm(false, 1), Acked(true, 1));
        Assert.Equal([AlarmTransitionKind.BecameUnknown, AlarmTransitionKind.Restored], bench.Kinds);
    }

    [Fact]
    public void A_clear_and_raise_without_a_callback_is_another_occurrence()
    {
        var bench = AlarmBench.Normal();
        bench.Apply(InAlarm(true, 1), Acked(false, 1), On(1, 1), Acked(true, 2), On(5, 5), Acked(false, 5));
        Assert.Equal([AlarmTransitionKind.Raised, AlarmTransitionKind.Acknowledged, AlarmTransitionKind.Raised], bench.Kinds);
        Assert.Equal((3, false), (bench.Alarm.Occurrence, bench.Alarm.Acknowledged));
    }

    [Fact]
    public void The_time_of_a_rise_may_come_before_it_or_after_it()
    {
        foreach (var readings in new[] { new[] { On(1, 1), InAlarm(true, 1) }, [InAlarm(true, 1), On(1, 1)] })
        {
            var bench = AlarmBench.Normal();
            bench.Apply(readings);
            bench.Apply(Acked(false, 1), InAlarm(false, 2), On(3, 3), InAlarm(true, 3));
            Assert.Equal([AlarmTransitionKind.Raised, AlarmTransitionKind.Cleared, AlarmTransitionKind.Raised], bench.Kinds);
        }
    }

    [Fact]
    public void The_first_rise_in_a_plant_that_was_started_anew_is_one_occurrence_whenever_its_time_arrives()
    {
        (AlarmReading[] Readings, bool Active)[] orders =
        [
            ([On(20, 20), InAlarm(true, 20)], true), ([InAlarm(true, 20), On(20, 20)], true), ([InAlarm(true, 20), InAlarm(false, 21), On(20, 20)], false),
        ];
        foreach (var (readings, active) in orders)
        {
            var bench = AlarmBench.Normal();
            bench.Apply(InAlarm(true, 1), On(1, 1), Acked(true, 2), InAlarm(false, 3));
            bench.Forget();
            bench.Apply(InAlarm(false, 10), Acked(true, 10), On(0, 10));
            bench.Apply(readings);
            bench.Compare(InAlarm(active, 21), Acked(false, 20), On(20, 20));
            bench.Compare(InAlarm(active, 21), Acked(false, 20), On(20, 20));
            Assert.Equal(2, bench.Kinds.Count(kind => kind == AlarmTransitionKind.Raised));
        }
    }

    [Fact]
    public void What_is_found_before_the_time_of_its_rise_arrives_is_one_occurrence()
    {
        var bench = new AlarmBench();
        bench.Apply(InAlarm(true, 1), Acked(false, 1), On(0, 0), On(1, 1));
        Assert.Equal([AlarmTransitionKind.Found], bench.Kinds);
    }

    [Fact]
    public void Reading_again_finds_what_fell_between_callbacks()
    {
        var bench = AlarmBench.Normal();
        bench.Compare(InAlarm(true, 1), Acked(false, 1), On(1, 1));
        bench.Compare(InAlarm(false, 2), Acked(true, 3), On(1, 1));
        Assert.Equal([AlarmTransitionKind.Raised, AlarmTransitionKind.Cleared, AlarmTransitionKind.Acknowledged], bench.Kinds);
        Assert.All(bench.Transitions, one => Assert.Equal(AlarmCause.Reconciled, one.Cause));
        bench.Compare(InAlarm(false, 2), Acked(true, 3), On(1, 1));
        Assert.Equal(3, bench.Transitions.Count);
    }

    [Fact]
    public void An_alarm_that_came_and_went_without_a_callback_counts_when_it_is_read_twice()
    {
        var bench = AlarmBench.Normal();
        bench.Compare(InAlarm(false, 0), Acked(false, 4), On(4, 4));
        Assert.Empty(bench.Transitions);
        bench.Compare(InAlarm(false, 0), Acked(false, 4), On(4, 4));
        Assert.Equal([AlarmTransitionKind.Raised, AlarmTransitionKind.Cleared], bench.Kinds);
        Assert.Equal(AlarmState.Returned, AlarmStateRules.Of(bench.Alarm));
        bench.Compare(InAlarm(false, 0), Acked(false, 4), On(4, 4));
        Assert.Equal(2, bench.Transitions.Count);
    }

    [Fact]
    public void Another_session_that_says_the_same_makes_no_transition()
    {
        var bench = AlarmBench.Normal();
        bench.Apply(InAlarm(true, 1), Acked(false, 1), On(1, 1));
        bench.Forget();
        bench.Apply(On(1, 1), Acked(false, 1));
        Assert.Equal(AlarmCondition.Active, bench.Alarm.Condition);
        bench.Apply(InAlarm(true, 1));
        Assert.Equal([AlarmTransitionKind.Raised], bench.Kinds);
    }

    [Fact]
    public void Another_session_that_says_something_else_is_reconciled()
    {
        var bench = AlarmBench.Normal();
        bench.Apply(InAlarm(true, 1), Acked(false, 1), On(1, 1));
        bench.Forget();
        bench.Apply(InAlarm(true, 7), Acked(true, 8), On(7, 7));
        Assert.Equal([AlarmTransitionKind.Raised, AlarmTransitionKind.Raised], bench.Kinds);
        Assert.Equal((2, true), (bench.Alarm.Occurrence, bench.Alarm.Acknowledged));
        bench.Forget();
        bench.Settle();
        Assert.Equal(AlarmTransitionKind.BecameUnknown, bench.Transitions[^1].Kind);
    }

    [Fact]
    public void An_alarm_that_stands_when_another_session_sees_it_for_the_first_time_is_raised_although_its_input_was_bad_at_first()
    {
        var bench = AlarmBench.Normal();
        bench.Forget();
        bench.Apply(BadInAlarm(5), Acked(true, 0), On(0, 0));
        bench.Settle();
        bench.Apply(On(6, 6), InAlarm(true, 6));
        Assert.Equal([AlarmTransitionKind.BecameUnknown, AlarmTransitionKind.Raised], bench.Kinds);
        Assert.Equal((AlarmState.Unacknowledged, AlarmCause.Reconciled), (AlarmStateRules.Of(bench.Alarm), bench.Transitions[^1].Cause));
    }

    [Fact]
    public void An_acknowledgement_from_before_the_rise_was_seen_counts_when_it_is_read_again()
    {
        var bench = AlarmBench.Normal();
        bench.Apply(BadInAlarm(3), Acked(false, 2), On(2, 2), Acked(true, 4), InAlarm(true, 5));
        bench.Compare(InAlarm(true, 5), Acked(true, 4), On(2, 2));
        Assert.Equal(AlarmState.Acknowledged, AlarmStateRules.Of(bench.Alarm));
    }

    [Fact]
    public void An_alarm_that_is_raised_three_times_in_a_minute_chatters_until_a_raise_that_is_later()
    {
        var bench = AlarmBench.Normal();
        foreach (var at in new[] { 0, 20, 40, 59, 90, 160 })
        {
            bench.Apply(InAlarm(true, at), On(at + 1, at + 1), InAlarm(false, at + 2));
        }

        Assert.Equal([null, null, 3, 4, 3, null], bench.Transitions.Where(one => one.Kind == AlarmTransitionKind.Raised).Select(one => one.Alarm.Chattering));
    }

    [Fact]
    public void Raises_that_only_the_time_of_the_rise_shows_count_too_and_no_session_counts_them_again()
    {
        var bench = AlarmBench.Normal();
        bench.Apply(InAlarm(true, 1), On(1, 1), On(5, 5), On(9, 9));
        Assert.Equal(3, bench.Alarm.Chattering);
        bench.Forget();
        bench.Apply(InAlarm(true, 9), Acked(false, 9), On(9, 9));
        Assert.Equal(3, bench.Alarm.Chattering);
    }

    [Fact]
    public void A_disabled_alarm_is_suppressed_and_not_normal()
    {
        var bench = AlarmBench.Normal();
        bench.Apply(Mode("Disable", 1));
        Assert.Equal(AlarmSuppression.Disabled, bench.Transitions.Single().Alarm.Suppression);
        Assert.False(AlarmStateRules.IsNormal(bench.Alarm));
    }

    [Fact]
    public void A_priority_is_told_with_the_next_transition_of_a_normal_alarm_and_at_once_of_another()
    {
        var bench = AlarmBench.Normal();
        bench.Apply(Priority(300, 1));
        Assert.Empty(bench.Transitions);
        bench.Apply(InAlarm(true, 2), Priority(100, 3));
        Assert.Equal([300, 100], bench.Transitions.Select(one => one.Alarm.Priority!.Value));
    }
}
