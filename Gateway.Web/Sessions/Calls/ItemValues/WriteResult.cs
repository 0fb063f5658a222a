using System.Text.Json.Serialization;
using Gateway.Errors;
using Gateway.Values;

namespace Gateway.Web.Sessions.Calls.ItemValues;

/// <summary>The outcome of one write.</summary>
internal sealed record WriteResult
{
    public required string Item { get; init; }

    public required WriteOutcome Outcome { get; init; }

    /// <summary>The name of a <see cref="GatewayErrorCode"/>; absent when the value was written.</summary>
    public string? Code => Reason?.ToString();

    /// <summary>For people: why it was not written, or what to do.</summary>
    public string? Message { get; init; }

    /// <summary>What the platform said; absent when it said nothing, or only that it was written.</summary>
    public IReadOnlyList<MxStatus>? Statuses { get; init; }

    /// <summary>When the worker received the completion, UTC.</summary>
    public DateTime? WorkerTime { get; init; }

    [JsonIgnore]
    public GatewayErrorCode? Reason { get; init; }
}
