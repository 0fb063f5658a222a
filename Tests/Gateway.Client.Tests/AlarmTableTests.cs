using System.Text.Json;
using Gateway.Client.Tests.Fakes;
using Gateway.Contracts;
using Gateway.Serialization;
using Gateway.Testing;

namespace Gateway.Client.Tests;

public sealed class AlarmTableTests
{
    private const string Hi = "Tank101.Level.Hi";
    private const string Fault = "Pump101.Fault";

    [Fact]
    public void A_table_is_no_picture_before_its_first_snapshot_is_complete()
    {
        var table = new AlarmTable();
        Assert.True(table is { AwaitingSnapshot: true, Stale: true, Monitor: null });
        Apply(table, AlarmItems.Started(7), AlarmItems.Part(7, AlarmItems.Alarm(Hi, 5)));
        Assert.True(table.AwaitingSnapshot && !table.IsSuspect(Hi));
        Apply(table, AlarmItems.End(7, 1));
        Assert.True(table is { AwaitingSnapshot: false, Stale: false });
    }

    [Fact]
    public void What_cleared_while_nobody_looked_is_dropped_and_only_at_the_end_of_the_snapshot()
    {
        var table = Current();
        Apply(table, AlarmItems.Gap(7, 30), AlarmItems.Part(30, AlarmItems.Alarm(Hi, 5)));
        Assert.Equal([Fault, Hi], References(table));
        Assert.True(table.IsSuspect(Fault) && !table.IsSuspect(Hi));
        Apply(table, AlarmItems.End(30, 1));
        Assert.Equal([Hi], References(table));
    }

    [Fact]
    public void What_only_a_cut_off_snapshot_named_is_not_confirmed()
    {
        var table = Current();
        Apply(table, AlarmItems.Gap(7, 30), AlarmItems.Part(30, AlarmItems.Alarm(Hi, 5)));
        table.ConnectionLost();
        Apply(table, AlarmItems.Started(31));
        Assert.True(table.IsSuspect(Hi));
        Apply(table, AlarmItems.Part(31, AlarmItems.Alarm(Fault, 6)), AlarmItems.End(31, 1));
        Assert.Equal([Fault], References(table));
    }

    [Fact]
    public void What_is_not_newer_is_ignored_and_does_not_bring_back_what_is_gone()
    {
        var table = Current();
        var acknowledged = AlarmItems.Span(8, 8, AlarmItems.Transition(AlarmItems.Alarm(Fault, 8, acknowledged: true)));
        Apply(table, acknowledged, AlarmItems.Span(9, 9, AlarmItems.Transition(AlarmItems.Alarm(Fault, 9, AlarmCondition.Normal, true))), acknowledged);
        Apply(table, AlarmItems.Part(7, AlarmItems.Alarm("Old.Hi", 3)), AlarmItems.End(7, 1));
        Assert.Equal([Hi], References(table));
    }

    [Theory]
    [InlineData(AlarmCondition.Normal, true, AlarmTransitionKind.Cleared, null, false)]
    [InlineData(AlarmCondition.Normal, null, AlarmTransitionKind.Changed, null, false)]
    [InlineData(AlarmCondition.Active, false, AlarmTransitionKind.Changed, true, false)]
    [InlineData(AlarmCondition.Active, false, AlarmTransitionKind.Removed, null, false)]
    [InlineData(AlarmCondition.Normal, false, AlarmTransitionKind.Cleared, null, true)]
    [InlineData(AlarmCondition.Unknown, true, AlarmTransitionKind.BecameUnknown, null, true)]
    public void A_row_stays_until_the_alarm_is_normal_or_leaves(AlarmCondition condition, bool? acknowledged, AlarmTransitionKind kind, bool? leaves, bool stays)
    {
        var table = Current();
        Apply(table, AlarmItems.Span(8, 8, AlarmItems.Transition(AlarmItems.Alarm(Fault.ToUpperInvariant(), 8, condition, acknowledged), kind) with { Leaves = leaves }));
        Assert.Equal(stays ? 8 : null, table.Get(Fault)?.Sequence);
        Assert.Equal(stays ? 2 : 1, table.Count);
    }

    [Fact]
    public void Each_alarm_is_counted_once_by_its_state_or_as_suppressed()
    {
        var table = new AlarmTable();
        Apply(
            table,
            AlarmItems.Started(7),
            AlarmItems.Part(
                7,
                AlarmItems.Alarm("A", 1),
                AlarmItems.Alarm("B", 1, acknowledged: true),
                AlarmItems.Alarm("C", 1, AlarmCondition.Normal),
                AlarmItems.Alarm("D", 1, AlarmCondition.Unknown),
                AlarmItems.Alarm("E", 1) with { Suppression = AlarmSuppression.Shelved },
                AlarmItems.Alarm("F", 1, acknowledged: null) with { Suppression = AlarmSuppression.Unknown }),
            AlarmItems.End(7, 6));
        Assert.Equal(new AlarmCounts { Unacknowledged = 2, Acknowledged = 1, Returned = 1, Unknown = 1, Suppressed = 1 }, table.Counts);
        Apply(table, AlarmItems.Span(8, 8, AlarmItems.Transition(AlarmItems.Alarm("E", 8))));
        Assert.Equal(new AlarmCounts { Unacknowledged = 3, Acknowledged = 1, Returned = 1, Unknown = 1 }, table.Counts);
    }

    [Theory]
    [InlineData(AlarmMonitorStatus.Off, true)]
    [InlineData(AlarmMonitorStatus.Starting, true)]
    [InlineData(AlarmMonitorStatus.Blind, true)]
    [InlineData(AlarmMonitorStatus.Partial, false)]
    [InlineData(AlarmMonitorStatus.Watching, false)]
    public void A_table_is_stale_while_the_gateway_does_not_see_the_alarms(AlarmMonitorStatus status, bool stale)
    {
        var table = Current();
        Apply(table, new AlarmMonitorItem { Monitor = AlarmItems.Monitor(status) });
        Assert.Equal((stale, 2), (table.Stale, table.Count));
    }

    [Fact]
    public void A_table_is_stale_from_a_lost_connection_until_it_has_caught_up()
    {
        var table = Current();
        table.ConnectionLost();
        Assert.True(table.Stale);
        Apply(table, AlarmItems.Started(7, latest: 9), AlarmItems.Span(8, 8));
        Assert.True(table is { Stale: true, AwaitingSnapshot: false });
        Apply(table, new AlarmIdleItem { Sequence = 9 });
        Assert.False(table.Stale);
    }

    [Fact]
    public void Sequences_of_another_numbering_are_not_compared()
    {
        var table = new AlarmTable();
        Apply(table, AlarmItems.Started(900), AlarmItems.Part(900, AlarmItems.Alarm(Hi, 800, acknowledged: true)), AlarmItems.End(900, 1));
        Apply(table, AlarmItems.Started(3, "a2"), AlarmItems.Gap(900, 3, "a2"), AlarmItems.Part(3, AlarmItems.Alarm(Hi, 2)), AlarmItems.End(3, 1));
        Assert.Equal((2, "a2"), (table.Get(Hi)?.Sequence, table.Epoch));
    }

    [Fact]
    public void A_log_that_went_back_is_believed_after_its_gap()
    {
        var table = new AlarmTable();
        Apply(table, AlarmItems.Started(50), AlarmItems.Part(50, AlarmItems.Alarm(Hi, 50)), AlarmItems.End(50, 1));
        Apply(table, AlarmItems.Gap(50, 7), AlarmItems.Part(7, AlarmItems.Alarm(Fault, 6)), AlarmItems.End(7, 1), AlarmItems.Raises(8, 8));
        Assert.Equal(["A8", Fault], References(table));
    }

    [Fact]
    public void The_event_is_raised_once_until_the_changes_are_taken()
    {
        var table = Current();
        table.TakeChanges();
        var raised = 0;
        table.Changed += (_, _) => raised++;
        Apply(table, AlarmItems.Span(8, 8, AlarmItems.Transition(AlarmItems.Alarm(Fault, 8)) with { Leaves = true }), AlarmItems.Raises(9, 9));
        Assert.Equal(1, raised);
        var changes = table.TakeChanges();
        Assert.Equal(["A9", Fault], changes.References.Order(StringComparer.Ordinal));
        Assert.False(changes.Status);
        table.ConnectionLost();
        Assert.True(raised == 2 && table.TakeChanges().Status);
    }

    [Fact]
    public void Every_golden_item_is_applied()
    {
        var items = JsonSerializer.Deserialize<AlarmItem[]>(Golden.Read("alarm-items.json"), GatewayJson.Options)!;
        var table = new AlarmTable();
        Apply(table, items);
        Assert.Equal("0123456789abcdef", table.Epoch);
        var counts = table.Counts;
        Assert.Equal(table.Count, counts.Unacknowledged + counts.Acknowledged + counts.Returned + counts.Normal + counts.Unknown + counts.Suppressed);
    }

    private static AlarmTable Current()
    {
        var table = new AlarmTable();
        Apply(table, AlarmItems.Started(7), AlarmItems.Part(7, AlarmItems.Alarm(Hi, 5), AlarmItems.Alarm(Fault, 6)), AlarmItems.End(7, 2));
        return table;
    }

    private static void Apply(AlarmTable table, params AlarmItem[] items) => Array.ForEach(items, table.Apply);

    private static IEnumerable<string> References(AlarmTable table) => table.Alarms.Select(alarm => alarm.Reference).Order(StringComparer.Ordinal);
}
