namespace Gateway.Worker.Executors.Simulation.Alarms;

/// <summary>
/// All alarms of a plant, and the objects and areas that contain them. In each scan they are computed after the plant's
/// attributes.
/// </summary>
internal sealed class AlarmSystem
{
    private readonly List<PlantAlarm> _alarms = [];
    private readonly List<AlarmGroup> _groups = [];

    public void Add(PlantAlarm alarm) => _alarms.Add(alarm);

    public void Add(AlarmGroup group) => _groups.Add(group);

    /// <summary>Sets the value of <c>Acked</c> that each alarm has before it is active for the first time.</summary>
    public void Begin(bool acked) => _alarms.ForEach(alarm => alarm.Begin(acked));

    public void Scan(AlarmScan scan)
    {
        foreach (var group in _groups)
        {
            group.UpdateMode(scan);
        }

        foreach (var alarm in _alarms)
        {
            alarm.Scan(scan);
        }

        foreach (var group in _groups)
        {
            group.UpdateTotals(scan);
        }
    }
}
