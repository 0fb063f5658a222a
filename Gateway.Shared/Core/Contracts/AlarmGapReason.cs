using System.Text.Json.Serialization;
using Gateway.Values;

namespace Gateway.Contracts;

/// <summary>Why an alarm stream cannot continue from a position.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter))]
public enum AlarmGapReason
{
    /// <summary>The transitions after it are no longer retained.</summary>
    Retention,

    /// <summary>It belongs to another numbering.</summary>
    EpochChanged,

    /// <summary>It is beyond the latest transition.</summary>
    Ahead,

    /// <summary>The log was lost while the stream ran.</summary>
    Lost,
}
