using Gateway.Values;

namespace Gateway.Worker.Executors.Simulation.Alarms;

/// <summary>
/// The alarms of an object and, if the object is an area, of the objects in it: one mode for all, and their totals as the vendor
/// defines them.
/// </summary>
internal sealed class AlarmGroup
{
    /// <summary>Limit for areas within areas; it also ends the search in a cycle of areas.</summary>
    private const int MaxDepth = 8;

    private static readonly string[] Modes = Enum.GetNames<AlarmMode>();

    private readonly List<AlarmGroup> _outer = [];
    private readonly List<PlantAlarm> _own = [];
    private readonly List<PlantAlarm> _all = [];
    private readonly PlantAttribute _inAlarm;
    private readonly PlantAttribute _mode;
    private readonly PlantAttribute _modeCmd;
    private readonly PlantAttribute _inhibit;
    private readonly PlantAttribute _urgentInAlarm;
    private readonly PlantAttribute _urgentAcked;
    private readonly PlantAttribute _urgentSeverity;
    private readonly PlantAttribute _urgentMode;
    private readonly PlantAttribute _counts;
    private readonly PlantAttribute _onCount;
    private readonly PlantAttribute _unacknowledgedCount;

    public AlarmGroup(string name, bool isArea)
    {
        Name = name;
        _inAlarm = BuiltInAttributes.Number($"{name}.InAlarm", MxDataType.Boolean);
        _mode = BuiltInAttributes.Enum($"{name}.AlarmMode", Modes);
        _modeCmd = BuiltInAttributes.Enum($"{name}.AlarmModeCmd", Modes, 0, AttributeAccess.Operate);
        _inhibit = BuiltInAttributes.Number($"{name}.AlarmInhibit", MxDataType.Boolean, 0, AttributeAccess.Operate);
        _urgentInAlarm = BuiltInAttributes.Number($"{name}.AlarmMostUrgentInAlarm", MxDataType.Boolean);
        _urgentAcked = BuiltInAttributes.Number($"{name}.AlarmMostUrgentAcked", MxDataType.Boolean, 1);
        _urgentSeverity = BuiltInAttributes.Number($"{name}.AlarmMostUrgentSeverity", MxDataType.Integer);
        _urgentMode = BuiltInAttributes.Number($"{name}.AlarmMostUrgentMode", MxDataType.Integer);
        _counts = BuiltInAttributes.List($"{name}.AlarmCntsBySeverity", MxDataType.Integer, new int[Severities.Count]);
        _onCount = BuiltInAttributes.Number($"{name}.AlarmOnCnt", MxDataType.Integer);
        _unacknowledgedCount = BuiltInAttributes.Number($"{name}.AlarmUnAckCnt", MxDataType.Integer);
        Attributes =
        [
            _inAlarm, _mode, _modeCmd, _inhibit, _urgentInAlarm, _urgentAcked, _urgentSeverity, _urgentMode, _counts,
            .. isArea ? [_onCount, _unacknowledgedCount] : Array.Empty<PlantAttribute>(),
        ];
    }

    /// <summary>Name of the object.</summary>
    public string Name { get; }

    public IReadOnlyList<PlantAttribute> Attributes { get; }

    /// <summary>The most restrictive mode of the object and of everything that contains it, as of the current scan.</summary>
    public AlarmMode Mode => (AlarmMode)_mode.Number;

    /// <summary>Adds an area or an object that contains this object, whose mode therefore applies to it.</summary>
    public void BelongTo(AlarmGroup outer) => _outer.Add(outer);

    public void Add(PlantAlarm alarm)
    {
        alarm.Group = this;
        _own.Add(alarm);
        _all.Add(alarm);
    }

    /// <summary>Includes an alarm of an object in this area in the totals.</summary>
    public void Count(PlantAlarm alarm) => _all.Add(alarm);

    public void UpdateMode(AlarmScan scan) => scan.Set(_mode, (double)CurrentMode(0));

    public void UpdateTotals(AlarmScan scan)
    {
        var counts = new int[Severities.Count];
        var (on, unacknowledged) = (0, 0);
        PlantAlarm? urgent = null;
        foreach (var alarm in _all)
        {
            on += alarm.IsInAlarm ? 1 : 0;
            unacknowledged += alarm.IsUnacknowledged ? 1 : 0;
            if (alarm.IsInAlarm || alarm.IsUnacknowledged)
            {
                counts[Severities.Of(alarm.Priority) - 1]++;
                urgent = urgent is null || IsMoreUrgent(alarm, urgent) ? alarm : urgent;
            }
        }

        scan.Set(_inAlarm, _own.Exists(alarm => alarm.IsInAlarm));
        scan.Set(_counts, MxValue.FromArray(VariantType.Int32, counts));
        scan.Set(_onCount, on);
        scan.Set(_unacknowledgedCount, unacknowledged);
        ShowMostUrgent(urgent, scan);
    }

    private void ShowMostUrgent(PlantAlarm? urgent, AlarmScan scan)
    {
        scan.Set(_urgentInAlarm, urgent is { IsInAlarm: true });
        scan.Set(_urgentAcked, urgent is not { IsUnacknowledged: true });
        scan.Set(_urgentSeverity, urgent is null ? 0 : Severities.Of(urgent.Priority));
        scan.Set(_urgentMode, urgent switch
        {
            null => 0,
            { IsShelved: true } => 4,
            { Mode: AlarmMode.Silence } => 3,
            { Mode: AlarmMode.Disable } => 2,
            _ => 1,
        });
    }

    /// <summary>The order of urgency: first by severity, then unacknowledged alarms, then alarms that are active.</summary>
    private static bool IsMoreUrgent(PlantAlarm one, PlantAlarm other) => Rank(one) < Rank(other);

    private static int Rank(PlantAlarm alarm) =>
        (Severities.Of(alarm.Priority) * 4) + (alarm.IsUnacknowledged ? 0 : 2) + (alarm.IsInAlarm ? 0 : 1);

    private AlarmMode CurrentMode(int depth)
    {
        var mode = _inhibit.Number != 0 ? AlarmMode.Disable : (AlarmMode)_modeCmd.Number;
        foreach (var outer in depth < MaxDepth ? _outer : [])
        {
            var bound = outer.CurrentMode(depth + 1);
            mode = bound > mode ? bound : mode;
        }

        return mode;
    }
}
