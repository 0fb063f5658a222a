using Gateway.Contracts;
using Gateway.Values;
using Gateway.Web.Streams.Alarms.Reducing;
using static Gateway.Web.Tests.Streams.Alarms.AlarmBench;

namespace Gateway.Web.Tests.Streams.Alarms;

/// <summary>An alarm as a plant has it, with what its attributes say.</summary>
internal sealed class ModelAlarm
{
    private bool _active;
    private bool _acked = true;
    private bool _bad;
    private bool _shelved;
    private double _on;
    private double _inAlarmAt;
    private double _ackedAt;
    private double _shelvedAt;

    public AlarmState State => _bad ? AlarmState.Unknown
        : _active ? (_acked ? AlarmState.Acknowledged : AlarmState.Unacknowledged)
        : _acked ? AlarmState.Normal : AlarmState.Returned;

    public AlarmSuppression Suppression => _shelved ? AlarmSuppression.Shelved : AlarmSuppression.None;

    public AlarmReading Shelving => new(AlarmAttribute.AlarmShelved, MxValue.FromBoolean(_shelved), 192, true, Time(_shelvedAt), Time(_shelvedAt));

    /// <summary>What reading the attributes gives that decide the state.</summary>
    public AlarmReading[] Read() => [InAlarmNow, Acked(_acked, _ackedAt), On(_on, _on)];

    /// <summary>Something happens.</summary>
    /// <returns>The callbacks of it.</returns>
    public IReadOnlyList<AlarmReading> Step(Random random, int at)
    {
        switch (random.Next(6))
        {
            case 0 when !_active && !_bad:
                (_active, _acked, _on, _inAlarmAt, _ackedAt) = (true, false, at, at, at);
                return [InAlarmNow, Acked(false, at), On(at, at)];
            case 1 when _active && !_bad:
                (_active, _inAlarmAt) = (false, at);
                return [InAlarmNow];
            case 2 when !_acked:
                (_acked, _ackedAt) = (true, at);
                return [Acked(true, at)];
            case 3:
                (_bad, _inAlarmAt) = (!_bad, at);
                return [InAlarmNow];
            case 4:
                (_shelved, _shelvedAt) = (!_shelved, at);
                return [Shelving];
            default:
                return [];
        }
    }

    private AlarmReading InAlarmNow => _bad ? BadInAlarm(_inAlarmAt) : InAlarm(_active, _inAlarmAt);
}
