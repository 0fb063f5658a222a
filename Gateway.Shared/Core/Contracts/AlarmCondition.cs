using System.Text.Json.Serialization;
using Gateway.Values;

namespace Gateway.Contracts;

[JsonConverter(typeof(CamelCaseEnumConverter))]
public enum AlarmCondition
{
    Normal,
    Active,

    /// <summary>Bad quality, a failed status, or nothing received yet. Never to be read as normal.</summary>
    Unknown,
}
