using Gateway.Contracts;

namespace Gateway.Web.Streams.Alarms.Reading;

/// <summary>The last transition of each alarm for one item of a conflating reader. Bounded by the number of alarms.</summary>
internal sealed class AlarmConflation
{
    private readonly Dictionary<string, (AlarmRecord Last, AlarmFilter Filter, bool Passed, int Merged, int Raises)> _waiting = new(StringComparer.OrdinalIgnoreCase);

    public void Add(AlarmRecord record, AlarmFilter filter)
    {
        var reference = record.Transition.Alarm.Reference;
        var raised = record.Transition.Kind == AlarmTransitionKind.Raised ? 1 : 0;
        _waiting[reference] = _waiting.TryGetValue(reference, out var before)
            ? (record, filter, before.Passed, before.Merged + 1, before.Raises + raised)
            : (record, filter, filter.Matched(record), 0, raised);
    }

    /// <summary>
    /// Takes everything, ordered by sequence. If a part waited, a reader that resumes in between would not be told of an alarm that left its
    /// filter before that position and moved after it.
    /// </summary>
    public void TakeTo(List<AlarmTransition> transitions)
    {
        foreach (var one in _waiting.Values.OrderBy(one => one.Last.Transition.Sequence))
        {
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

        _waiting.Clear();
    }
}
