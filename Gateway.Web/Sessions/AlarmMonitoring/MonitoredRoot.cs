using Gateway.Web.Streams.Alarms.Reducing;

namespace Gateway.Web.Sessions.AlarmMonitoring;

/// <summary>An alarm to watch, and which of its attributes there are.</summary>
/// <param name="Reference">The alarm's reference.</param>
/// <param name="Area">The area of its object; null when it is not known.</param>
/// <param name="Optional">Attributes beside those that every alarm has.</param>
/// <param name="ValueReference">The alarmed item; null when it is not known.</param>
/// <param name="LimitReference">Its limit; null when it has none.</param>
internal sealed record MonitoredRoot(
    string Reference, string? Area, IReadOnlyList<AlarmAttribute> Optional, string? ValueReference, string? LimitReference)
{
    public const string ShelveCommand = "AlarmShelveCmd";

    private static readonly AlarmAttribute[] Always =
        [AlarmAttribute.InAlarm, AlarmAttribute.Acked, AlarmAttribute.AckMsg, AlarmAttribute.TimeAlarmOn, AlarmAttribute.Priority];

    /// <summary>The object that has the alarm.</summary>
    public string Object { get; init; } = Reference.Split('.')[0];

    /// <summary>The engineering unit of the alarmed item; null when it has none.</summary>
    public string? UnitReference { get; init; }

    /// <summary>Whether it can be shelved.</summary>
    public bool CanShelve { get; init; }

    /// <summary>The items that are advised.</summary>
    public IEnumerable<string> Items => Always.Concat(Optional).Select(attribute => $"{Reference}.{attribute}")
        .Concat(CanShelve ? [$"{Reference}.{ShelveCommand}"] : []);
}
