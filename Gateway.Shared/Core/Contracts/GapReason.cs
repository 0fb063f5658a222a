using System.Text.Json.Serialization;
using Gateway.Values;

namespace Gateway.Contracts;

/// <summary>Why events cannot be delivered.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter))]
public enum GapReason
{
    /// <summary>History no longer holds them.</summary>
    Evicted,

    /// <summary>The position belongs to another numbering.</summary>
    EpochChanged,

    /// <summary>The position is beyond the latest event of this epoch.</summary>
    Ahead,

    /// <summary>The worker's event ring overwrote them before the gateway had them.</summary>
    WorkerOverflow,
}
