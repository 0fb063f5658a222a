using System.Text.Json.Serialization;
using Gateway.Values;

namespace Gateway.Contracts;

[JsonConverter(typeof(CamelCaseEnumConverter))]
public enum AlarmOutcome
{
    /// <summary>The occurrence was seen acknowledged.</summary>
    Acknowledged,

    /// <summary>The occurrence was acknowledged before; nothing was written.</summary>
    AlreadyAcknowledged,

    /// <summary>The alarm was seen shelved.</summary>
    Shelved,

    /// <summary>The alarm was seen no longer shelved.</summary>
    Unshelved,

    /// <summary>Nothing was done: see code and message, or the platform's status.</summary>
    Refused,

    /// <summary>It was written, but its effect was not seen in time. It may still be: watch the alarm.</summary>
    Unknown,
}
