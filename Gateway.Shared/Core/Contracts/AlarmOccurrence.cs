using System.Text.Json.Serialization;

namespace Gateway.Contracts;

/// <summary>One occurrence of an alarm: what an operator has seen.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record AlarmOccurrence
{
    public required string Reference { get; init; }

    /// <summary>As in <see cref="Alarm.Occurrence"/>.</summary>
    public required long Occurrence { get; init; }
}
