using Gateway.Contracts;

namespace Gateway.Client.Tests.Fakes;

/// <summary>A plant with its log of transitions, and what a gateway sends of both to a reader of everything.</summary>
internal sealed class AlarmPlant(Random random)
{
    private readonly Dictionary<string, Alarm> _alarms = [];
    private readonly List<AlarmTransition> _log = [];
    private int _epochs = 1;
    private long _oldest = 1;

    public string Epoch => $"a{_epochs}";

    public long Latest => _log.Count;

    public IEnumerable<Alarm> Standing => _alarms.Values
        .Where(alarm => AlarmClassifier.Of(alarm) != AlarmState.Normal || alarm.Suppression != AlarmSuppression.None)
        .OrderBy(alarm => alarm.Reference, StringComparer.Ordinal);

    public void Step()
    {
        var reference = $"Obj{random.Next(12)}.Hi";
        var alarm = AlarmItems.Alarm(reference, Latest + 1, (AlarmCondition)random.Next(3), random.Next(2) == 0) with
        {
            Suppression = random.Next(6) == 0 ? AlarmSuppression.Shelved : AlarmSuppression.None,
        };
        var removed = random.Next(20) == 0 && _alarms.Remove(reference);
        _log.Add(AlarmItems.Transition(alarm, removed ? AlarmTransitionKind.Removed : AlarmTransitionKind.Changed));
        if (!removed)
        {
            _alarms[reference] = alarm;
        }
    }

    public void Prune() => _oldest = random.NextInt64(_oldest, Latest + 2);

    /// <summary>The log is lost; what stands is numbered anew.</summary>
    public void LoseLog()
    {
        _epochs++;
        _oldest = 1;
        _log.Clear();
        foreach (var alarm in _alarms.Values.ToArray())
        {
            _alarms[alarm.Reference] = alarm with { Sequence = Latest + 1 };
            _log.Add(AlarmItems.Transition(_alarms[alarm.Reference], AlarmTransitionKind.Found));
        }
    }

    /// <summary>One subscription, up to the latest transition: in random parts, with repeated transitions and changes of rights.</summary>
    public IEnumerable<AlarmItem> Subscribe(AlarmRequest request)
    {
        var resumes = request.After is { } after && request.Epoch == Epoch && after >= _oldest - 1 && after <= Latest;
        var cursor = resumes ? request.After!.Value : Latest;
        yield return AlarmItems.Started(cursor, Epoch, Latest);
        if (!resumes && request.After is { } lost)
        {
            yield return AlarmItems.Gap(lost, Latest, Epoch);
        }

        var snapshot = !resumes;
        while (cursor < Latest || snapshot)
        {
            if (cursor == Latest)
            {
                foreach (var item in Snapshot())
                {
                    yield return item;
                }

                snapshot = false;
                continue;
            }

            var first = Math.Max(_oldest, cursor + 1 - random.Next(4));
            cursor = Math.Min(Latest, cursor + random.Next(1, 9));
            yield return AlarmItems.Span(first, cursor, [.. _log.Skip((int)first - 1).Take((int)(cursor - first + 1))]);
            if (cursor == Latest && random.Next(4) == 0)
            {
                yield return new AlarmAccessItem { Narrowed = ["X*"] };
                snapshot = true;
            }
        }
    }

    private IEnumerable<AlarmItem> Snapshot()
    {
        var rows = Standing.ToArray();
        foreach (var part in rows.Chunk(random.Next(1, 5)))
        {
            yield return AlarmItems.Part(Latest, part);
        }

        yield return AlarmItems.End(Latest, rows.Length);
    }
}
