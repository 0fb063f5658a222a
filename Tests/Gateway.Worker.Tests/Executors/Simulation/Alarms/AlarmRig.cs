using Gateway.Values;
using Gateway.Worker.Executors.Simulation;
using Gateway.Worker.Executors.Simulation.Alarms;

namespace Gateway.Worker.Tests.Executors.Simulation.Alarms;

/// <summary>One alarm with its input. The test runs the scans, and each scan is one second.</summary>
internal sealed class AlarmRig
{
    private readonly AttributeChanges _changes = new();

    public AlarmRig(Func<AlarmRig, IAlarmCondition>? condition = null, bool acked = true)
    {
        Alarm = new PlantAlarm(Own, Input, condition?.Invoke(this) ?? new LimitCondition(Input, Limit, Deadband, isUpper: true), TimeDeadband);
        Alarm.Begin(acked);
    }

    public PlantAlarm Alarm { get; }

    public CommonAlarmAttributes Own { get; } = new("Tank.Level.Hi", AlarmKind.Hi);

    public PlantAttribute Input { get; } = BuiltInAttributes.Number("Tank.Level.PV", MxDataType.Double);

    public PlantAttribute Limit { get; } = BuiltInAttributes.Number("Tank.Level.Hi.Limit", MxDataType.Double, 80);

    public PlantAttribute Deadband { get; } = BuiltInAttributes.Number("Tank.Level.LevelAlarm.ValueDeadband", MxDataType.Double);

    public PlantAttribute TimeDeadband { get; } = BuiltInAttributes.Number("Tank.Level.LevelAlarm.TimeDeadband", MxDataType.ElapsedTime);

    public DateTime Now { get; private set; } = new(2026, 5, 1, 8, 0, 0, DateTimeKind.Utc);

    public bool InAlarm => Own.InAlarm.Value.AsBoolean();

    public bool Acked => Own.Acked.Value.AsBoolean();

    public AlarmScan Scan => new(Now, _changes);

    /// <summary>Changes the input a little before the scan.</summary>
    public AlarmRig Next(double value, int quality = Qualities.Good)
    {
        Now += TimeSpan.FromSeconds(1);
        _changes.Set(Input, MxValue.FromDouble(value), quality, Now - TimeSpan.FromMilliseconds(10));
        Alarm.Scan(Scan);
        return this;
    }

    /// <summary>Makes a write take effect before the next scan.</summary>
    public void Write(PlantAttribute attribute, MxValue value, string user = "")
    {
        Assert.True(attribute.Accepts?.Invoke(value) ?? true, $"{attribute.Name} does not accept '{value}'");
        attribute.Store(value);
        attribute.Written?.Invoke(new AttributeWrite(Now, user, _changes));
    }

    public void Acknowledge(string comment = "") => Write(Own.AckMsg, MxValue.FromString(comment));

    public void Command(AlarmMode mode) => Write(Own.AlarmModeCmd, MxValue.FromString(mode.ToString()));

    public void Inhibit(bool inhibit) => Write(Own.AlarmInhibit, MxValue.FromBoolean(inhibit));

    public void Shelve(string command, string user = "") => Write(Own.AlarmShelveCmd, MxValue.FromString(command), user);
}
