using Gateway.Contracts;
using Gateway.Web.Streams.Alarms.Reading;
using Gateway.Web.Streams.Alarms.Reducing;

namespace Gateway.Web.Tests.Streams.Alarms;

/// <summary>A reader, and the table that a client would make of what it gets. It checks the rules of the stream while it reads.</summary>
internal sealed class AlarmClient(AlarmReader reader) : IDisposable
{
    private readonly HashSet<string> _named = new(StringComparer.OrdinalIgnoreCase);
    private string? _streamView;

    public Dictionary<string, Alarm> Table { get; private set; } = new(StringComparer.OrdinalIgnoreCase);

    public List<AlarmItem> Items { get; } = [];

    public long Position { get; private set; } = -1;

    /// <summary>Whether a snapshot is due, or has begun, and is not complete.</summary>
    public bool AwaitsSnapshot { get; private set; }

    public string Epoch { get; private set; } = "";

    /// <summary>What the table was read with.</summary>
    public string? View { get; private set; }

    public IEnumerable<AlarmTransition> Transitions => Items.OfType<AlarmTransitionItem>().SelectMany(item => item.Transitions);

    /// <summary>A client that goes on with the table that another one had.</summary>
    public AlarmClient With(AlarmClient before)
    {
        View = before.View;
        Table = new Dictionary<string, Alarm>(before.Table, StringComparer.OrdinalIgnoreCase);
        return this;
    }

    /// <summary>Reads what there is.</summary>
    public AlarmClient Drain(int most = int.MaxValue)
    {
        for (var read = 0; read < most;)
        {
            if (reader.TryNext() is { } item)
            {
                read++;
                Take(item);
            }
            else if (!reader.LookAgain)
            {
                break;
            }
        }

        return this;
    }

    /// <summary>The alarms that are not normal, by reference.</summary>
    public IReadOnlyDictionary<string, Alarm> Standing => Table.Where(pair => !AlarmStateRules.IsNormal(pair.Value)).ToDictionary(StringComparer.OrdinalIgnoreCase);

    public bool Renew(Gateway.Web.Access.Callers.Caller caller) => reader.Renewed(caller);

    public void Dispose() => reader.Dispose();

    private void Take(AlarmItem item)
    {
        Items.Add(item);
        switch (item)
        {
            case AlarmStartedItem started:
                Assert.Single(Items);
                (Epoch, Position) = (started.Epoch, started.After);
                (View, _streamView) = (View ?? started.View, started.View);
                break;
            case AlarmGapItem gap:
                Epoch = gap.Epoch;
                AwaitsSnapshot = true;
                break;
            case AlarmAccessItem access:
                _streamView = access.View;
                AwaitsSnapshot = true;
                _named.Clear();
                break;
            case ActiveAlarmItem active:
                TakeActive(active);
                break;
            case AlarmSnapshotCompleteItem complete:
                TakeComplete(complete);
                break;
            case AlarmTransitionItem transitions:
                TakeTransitions(transitions);
                break;
            case AlarmIdleItem idle:
                Position = idle.Sequence;
                break;
        }
    }

    private void TakeActive(ActiveAlarmItem active)
    {
        AwaitsSnapshot = true;
        foreach (var alarm in active.Alarms)
        {
            Assert.True(alarm.Sequence <= active.AsOf);
            _named.Add(alarm.Reference);
            Table[alarm.Reference] = alarm;
        }
    }

    private void TakeComplete(AlarmSnapshotCompleteItem complete)
    {
        Assert.Equal(complete.Count, _named.Count);
        Table = Table.Where(pair => _named.Contains(pair.Key)).ToDictionary(StringComparer.OrdinalIgnoreCase);
        _named.Clear();
        AwaitsSnapshot = false;
        View = _streamView;
        Position = complete.AsOf;
    }

    private void TakeTransitions(AlarmTransitionItem item)
    {
        Assert.False(AwaitsSnapshot, "a transition came between activeAlarm, a gap or access and snapshotComplete");
        Assert.Equal(Position + 1, item.First);
        Position = item.Last;
        View = item.View ?? View;
        foreach (var transition in item.Transitions)
        {
            if (transition.Leaves == true)
            {
                Table.Remove(transition.Alarm.Reference);
            }
            else
            {
                Table[transition.Alarm.Reference] = transition.Alarm;
            }
        }
    }
}
