using System.Collections.Frozen;
using Gateway.Contracts;
using Gateway.Web.Access.Items;
using Gateway.Web.Streams.Alarms.Reducing;

namespace Gateway.Web.Streams.Alarms.Reading;

/// <summary>What one reader asked for. Immutable.</summary>
internal sealed class AlarmFilter(AlarmRequest request)
{
    private readonly FrozenSet<string>? _areas = request.Areas?.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    private readonly ItemGlobSet? _references = ItemGlobSet.Of(request.References);
    private readonly FrozenSet<AlarmState>? _states = request.States?.ToFrozenSet();

    public bool Matches(Alarm alarm) => Matches(alarm.Reference, AlarmFormer.Of(alarm));

    /// <summary>Whether a snapshot has it: without a filter by state, what is not normal.</summary>
    public bool MatchesSnapshot(Alarm alarm) => (_states is not null || !AlarmStateRules.IsNormal(alarm)) && Matches(alarm);

    /// <summary>Whether the alarm passed the filter before the transition.</summary>
    public bool Matched(AlarmRecord record) => Matches(record.Transition.Alarm.Reference, record.Former);

    /// <summary>The transition as the filter lets it pass: as it is, as the one with which the alarm leaves, or not at all.</summary>
    public AlarmTransition? Pass(AlarmRecord record) =>
        record.Transition.Kind != AlarmTransitionKind.Removed && Matches(record.Transition.Alarm) ? record.Transition
        : Matched(record) ? record.Transition with { Leaves = true }
        : null;

    private bool Matches(string reference, AlarmFormer alarm) =>
        (_areas is null || (alarm.Area is { } area && _areas.Contains(area)))
        && (_references is null || _references.Allow(reference))
        && (request.PriorityTo is not { } most || alarm.Priority is null || alarm.Priority <= most)
        && (_states is null || _states.Contains(alarm.State) || (alarm.Suppressed && _states.Contains(AlarmState.Suppressed)));
}
