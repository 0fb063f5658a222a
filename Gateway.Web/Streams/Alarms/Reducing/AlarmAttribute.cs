namespace Gateway.Web.Streams.Alarms.Reducing;

/// <summary>The attributes of an alarm from which its state is derived, named as the platform names them.</summary>
internal enum AlarmAttribute
{
    InAlarm,
    Acked,
    AckMsg,
    TimeAlarmOn,
    TimeAlarmAcked,
    Priority,
    AlarmMode,
    AlarmShelved,
    AlarmInhibit,
}
