using System.Text.Json.Serialization;

namespace Gateway.Contracts;

/// <summary>Acknowledges one occurrence of one alarm, and no other: an occurrence that began meanwhile is not acknowledged.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record AcknowledgeAlarmRequest
{
    public required string Reference { get; init; }

    /// <summary>As in <see cref="Alarm.Occurrence"/>.</summary>
    public required long Occurrence { get; init; }

    /// <summary>The epoch of the occurrence; when absent, the current one is assumed.</summary>
    public string? Epoch { get; init; }

    /// <summary>At most 256 characters.</summary>
    public string? Comment { get; init; }
}
