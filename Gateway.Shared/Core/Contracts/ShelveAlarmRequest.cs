using System.Text.Json.Serialization;

namespace Gateway.Contracts;

/// <summary>Shelves an alarm for a time: it is not announced, and recorded all the same. 0 hours ends it.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ShelveAlarmRequest
{
    public required string Reference { get; init; }

    /// <summary>For how long; 0 unshelves.</summary>
    public required double Hours { get; init; }

    /// <summary>At most 256 characters, without quotation marks.</summary>
    public string? Reason { get; init; }
}
