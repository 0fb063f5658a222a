using System.Text.Json.Serialization;
using Gateway.Values;

namespace Gateway.Contracts;

/// <summary>Why the feed cannot continue from a position.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter))]
public enum FeedResetReason
{
    /// <summary>The changes after it are no longer retained.</summary>
    Retention,

    /// <summary>It belongs to another numbering.</summary>
    EpochChanged,

    /// <summary>It is beyond the latest change.</summary>
    Ahead,

    /// <summary>The journal was lost while the stream ran.</summary>
    Lost,
}
