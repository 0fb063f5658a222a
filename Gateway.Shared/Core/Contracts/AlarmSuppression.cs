using System.Text.Json.Serialization;
using Gateway.Values;

namespace Gateway.Contracts;

/// <summary>What keeps an alarm from being announced. A disabled alarm looks normal although nobody knows.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter))]
public enum AlarmSuppression
{
    None,

    /// <summary>By an operator, for a time.</summary>
    Shelved,

    /// <summary>Hidden from clients.</summary>
    Silenced,

    /// <summary>Not detected at all.</summary>
    Disabled,

    Unknown,
}
