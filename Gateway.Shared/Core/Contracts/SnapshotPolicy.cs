using System.Text.Json.Serialization;
using Gateway.Values;

namespace Gateway.Contracts;

/// <summary>When a stream carries a snapshot.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter))]
public enum SnapshotPolicy
{
    None,

    /// <summary>After a gap, the stream skips the retained part of the history and sends the latest value of each item instead.</summary>
    AfterGap,

    /// <summary>At the start of a stream that does not resume, and after a gap.</summary>
    Always,
}
