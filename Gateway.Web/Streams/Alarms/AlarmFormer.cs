using Gateway.Contracts;
using Gateway.Web.Streams.Alarms.Reducing;

namespace Gateway.Web.Streams.Alarms;

/// <summary>What an alarm was before a transition, as far as filters ask: a reader whose filter it passed then must be told that it left.</summary>
internal sealed record AlarmFormer
{
    public AlarmState State { get; init; }

    public bool Suppressed { get; init; }

    public int? Priority { get; init; }

    public string? Area { get; init; }

    public static AlarmFormer Of(Alarm alarm) => new()
    {
        State = AlarmStateRules.Of(alarm),
        Suppressed = alarm.Suppression != AlarmSuppression.None,
        Priority = alarm.Priority,
        Area = alarm.Area,
    };
}
