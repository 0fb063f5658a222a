using System.Text.Json.Serialization;
using Gateway.Values;

namespace Gateway.Contracts;

/// <summary>Whether the platform behind the component answers.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter))]
public enum PlatformState
{
    /// <summary>The platform has not been probed yet.</summary>
    Unknown,
    Alive,

    /// <summary>The component looks alive but every read is bad: all values of the session are stale.</summary>
    Lost,
}
