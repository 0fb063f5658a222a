using System.Text.Json.Serialization;
using Gateway.Values;

namespace Gateway.Contracts;

/// <summary>Why a position cannot be continued from.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter))]
public enum FeedResetReason
{
    /// <summary>What comes after it is no longer retained.</summary>
    Retention,

    /// <summary>It belongs to another numbering.</summary>
    EpochChanged,

    /// <summary>It is beyond the latest change.</summary>
    Ahead,

    /// <summary>The journal was lost while the stream ran.</summary>
    Lost,
}
