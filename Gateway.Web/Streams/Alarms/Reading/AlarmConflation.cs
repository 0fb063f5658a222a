using Gateway.Contracts;

namespace Gateway.Web.Streams.Alarms.Reading;

/// <summary>The last transition of each alarm that a conflating reader has not been given yet. Bounded by the number of alarms.</summary>
internal sealed class AlarmConflation
{
    private readonly Dictionary<string, (AlarmRecord Last, AlarmFilter Filter, bool Passed, int Merged, int Raises)> _waiting = new(StringComparer.OrdinalIgnoreCase);

    public bool IsEmpty => _waiting.Count == 0;

    public void Clear() => _waiting.Clear();

    public void Add(AlarmRecord record, AlarmFilter filter)
    {
        var reference = record.Transition.Alarm.Reference;
        var raised = record.Transition.Kind == AlarmTransitionKind.Raised ? 1 : 0;
        _waiting[reference] = _waiting.TryGetValue(reference, out var before)
            ? (record, filter, before.Passed, before.Merged + 1, before.Raises + raised)
            : (record, filter, filter.Matched(record), 0, raised);
    }

    /// <summary>Takes what is due, ordered by sequence. All of it at once, because what waits is not accounted for.</summary>
    public void TakeTo(List<AlarmTransition> transitions, int most)
    {
        foreach (var (reference, one) in _waiting.OrderBy(pair => pair.Value.Last.Transition.Sequence).Take(most).ToArray())
        {
            _waiting.Remove(reference);
            var passes = one.Last.Transition.Kind != AlarmTransitionKind.Removed && one.Filter.Matches(one.Last.Transition.Alarm);
            if (passes || one.Passed)
            {
                transitions.Add(one.Last.Transition with
                {
                    Leaves = passes ? null : true,
                    Merged = one.Merged == 0 ? null : one.Merged,
                    Raises = one.Raises == 0 ? null : one.Raises,
                });
            }
        }
    }
}
