using Gateway.Values;

namespace Gateway.Worker.Executors.Simulation.Alarms;

/// <summary>
/// One alarm, which sets its attributes after each scan and each write. Its rules are the vendor's; GALAXY.md lists the rules
/// that had to be chosen. Used only on the executor's thread.
/// </summary>
internal sealed class PlantAlarm
{
    private readonly CommonAlarmAttributes _own;
    private readonly PlantAttribute _input;
    private readonly IAlarmCondition _condition;
    private readonly AlarmDelay _delay;
    private DateTime _inputTime;

    /// <param name="own">The alarm's attributes.</param>
    /// <param name="input">The watched attribute, whose quality becomes the alarm's.</param>
    /// <param name="condition">Decides whether the input meets the condition of the alarm.</param>
    /// <param name="timeDeadband">How long a change of the condition must last before it counts, an elapsed time; null for no
    /// time dead band.</param>
    public PlantAlarm(CommonAlarmAttributes own, PlantAttribute input, IAlarmCondition condition, PlantAttribute? timeDeadband = null)
    {
        _own = own;
        _input = input;
        _condition = condition;
        _delay = new AlarmDelay(timeDeadband);
        own.AckMsg.Written = Acknowledge;
        own.AlarmShelveCmd.Written = Shelve;
    }

    /// <summary>The group of the object to which the alarm belongs; the mode of the group applies to this alarm too.</summary>
    public AlarmGroup? Group { get; set; }

    /// <summary>
    /// The attribute <c>Alarmed</c>, which enables the alarm by configuration; null when the alarm is always enabled.
    /// </summary>
    public PlantAttribute? Alarmed { get; init; }

    public bool IsInAlarm => _own.InAlarm.Number != 0;

    /// <summary>
    /// Whether the alarm waits for acknowledgement. An alarm that was never active does not, whatever <c>Acked</c> says.
    /// </summary>
    public bool IsUnacknowledged => _own.Acked.Number == 0 && _own.TimeAlarmOn.Number != 0;

    public bool IsShelved => _own.AlarmShelved.Number != 0;

    public int Priority => (int)_own.Priority.Number;

    public AlarmMode Mode => (AlarmMode)_own.AlarmMode.Number;

    /// <summary>
    /// Sets the value of <c>Acked</c> before the alarm is active for the first time; it differs between installations.
    /// </summary>
    public void Begin(bool acked) => _own.Acked.Store(MxValue.FromBoolean(acked));

    public void Scan(AlarmScan scan)
    {
        EndShelving(scan);
        if (CurrentMode() is var mode && mode != Mode)
        {
            scan.Set(_own.AlarmMode, (double)mode);
        }

        var quality = _condition is BadCondition ? Qualities.Good : _input.Quality;
        var time = TakeInputTime(scan.Now);
        var isKnown = !Qualities.IsBad(quality);
        var met = Judge(isKnown, scan);
        Set(_own.Condition, met, quality, scan, time);
        if (Mode == AlarmMode.Disable)
        {
            SetInAlarm(false, Qualities.Good, scan, scan.Now);
        }
        else
        {
            SetInAlarm(isKnown ? met : IsInAlarm, quality, scan, time);
        }
    }

    private bool Judge(bool isKnown, AlarmScan scan)
    {
        var stands = _own.Condition.Number != 0;
        if (isKnown)
        {
            return _delay.Apply(stands, _condition.IsMet(stands, scan), scan.Now);
        }

        _delay.Restart();
        return stands;
    }

    private void SetInAlarm(bool inAlarm, int quality, AlarmScan scan, DateTime time)
    {
        var was = IsInAlarm;
        Set(_own.InAlarm, inAlarm, quality, scan, time);
        if (inAlarm && !was)
        {
            scan.Set(_own.Acked, false);
            scan.Set(_own.TimeAlarmOn, time);
        }
        else if (was && !inAlarm)
        {
            scan.Set(_own.TimeAlarmOff, time);
        }
    }

    /// <summary>
    /// Sets a value only if it has changed. Mostly nothing changes, which must cost almost nothing, because there can be
    /// thousands of alarms.
    /// </summary>
    private static void Set(PlantAttribute attribute, bool value, int quality, AlarmScan scan, DateTime time)
    {
        if (value != (attribute.Number != 0) || quality != attribute.Quality)
        {
            scan.Changes.Set(attribute, MxValue.FromBoolean(value), quality, time);
        }
    }

    /// <summary>The most restrictive mode of the alarm and of everything that contains it.</summary>
    private AlarmMode CurrentMode()
    {
        if (_own.AlarmInhibit.Number != 0 || Alarmed is { Number: 0 })
        {
            return AlarmMode.Disable;
        }

        var commanded = (AlarmMode)_own.AlarmModeCmd.Number;
        return Group is { } group && group.Mode > commanded ? group.Mode : commanded;
    }

    /// <summary>
    /// The time of the input if the input has changed since the last scan. Otherwise something else has changed, and it is the
    /// time of the scan.
    /// </summary>
    private DateTime TakeInputTime(DateTime now)
    {
        var time = _input.Time != _inputTime && _input.Time != default ? _input.Time : now;
        _inputTime = _input.Time;
        return time;
    }

    private void Acknowledge(AttributeWrite write)
    {
        var scan = new AlarmScan(write.Now, write.Changes);
        scan.Set(_own.Acked, true);
        scan.Set(_own.TimeAlarmAcked, write.Now);
    }

    private void Shelve(AttributeWrite write)
    {
        var command = ShelveCommand.Parse(_own.AlarmShelveCmd.Value.AsString())!;
        var scan = new AlarmScan(write.Now, write.Changes);
        scan.Set(_own.AlarmShelved, command.Duration > TimeSpan.Zero);
        scan.Set(_own.AlarmShelveReason, MxValue.FromString(command.Reason));
        scan.Set(_own.AlarmShelveUser, MxValue.FromString(write.User));
        scan.Set(_own.AlarmShelveStartTime, write.Now);
        scan.Set(_own.AlarmShelveStopTime, write.Now + command.Duration);
    }

    private void EndShelving(AlarmScan scan)
    {
        if (IsShelved && scan.Now >= _own.AlarmShelveStopTime.Value.AsDateTime())
        {
            scan.Set(_own.AlarmShelved, false);
        }
    }
}
