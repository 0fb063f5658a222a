using System.Text.Json.Serialization;
using Gateway.Values;

namespace Gateway.Contracts;

/// <summary>The states by which alarms are filtered. A suppressed alarm has its other state too.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter))]
public enum AlarmState
{
    /// <summary>Active, not acknowledged.</summary>
    Unacknowledged,

    /// <summary>Active, acknowledged.</summary>
    Acknowledged,

    /// <summary>No longer active, not acknowledged.</summary>
    Returned,

    Normal,

    Unknown,

    Suppressed,
}
