using System.Text.Json.Serialization;
using Gateway.Values;

namespace Gateway.Contracts;

[JsonConverter(typeof(CamelCaseEnumConverter))]
public enum AlarmMonitorStatus
{
    /// <summary>No monitor is configured: there are no alarms here, which does not mean that none stands.</summary>
    Off,

    /// <summary>Alarms are being found and read for the first time.</summary>
    Starting,

    Watching,

    /// <summary>A large share of the alarms is unknown, or objects did not tell theirs.</summary>
    Partial,

    /// <summary>Nothing is seen: the monitor's session is lost. Every alarm is what was known last.</summary>
    Blind,
}
