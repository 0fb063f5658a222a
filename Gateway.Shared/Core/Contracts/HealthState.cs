using System.Text.Json.Serialization;
using Gateway.Values;

namespace Gateway.Contracts;

[JsonConverter(typeof(CamelCaseEnumConverter))]
public enum HealthState
{
    Healthy = 0,

    /// <summary>A part does not work; the rest does.</summary>
    Degraded = 1,

    Unhealthy = 2,
}
