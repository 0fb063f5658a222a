using System.Text.Json.Serialization;

namespace Gateway.Contracts;

/// <summary>Acknowledges several alarms with one comment. Each has an outcome of its own; one that fails does not stop the others.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record AcknowledgeAlarmsRequest
{
    public required IReadOnlyList<AlarmOccurrence> Alarms { get; init; }

    /// <summary>The epoch of the occurrences; when absent, the current one is assumed.</summary>
    public string? Epoch { get; init; }

    /// <summary>At most 256 characters.</summary>
    public string? Comment { get; init; }
}
