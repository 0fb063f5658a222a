using System.Text.Json;
using Gateway.Client;
using Gateway.Serialization;

namespace Gateway.CommandLine.Items;

/// <summary>A change of an item, as a line of JSON.</summary>
internal sealed record WatchedItem
{
    public string Kind { get; } = "item";

    public required string Item { get; init; }

    public string? DataType { get; init; }

    public JsonElement? Value { get; init; }

    public int? Quality { get; init; }

    public DateTime? SourceTime { get; init; }

    public DateTime? WorkerTime { get; init; }

    /// <summary>Nothing confirms the value at the moment.</summary>
    public bool Stale { get; init; }

    public string? Problem { get; init; }

    public static WatchedItem Of(LiveItemState state)
    {
        var value = state.Value is { } some ? JsonSerializer.SerializeToElement(some, GatewayJson.Options) : default;
        return new WatchedItem
        {
            Item = state.Reference,
            DataType = Member(value, "dataType")?.GetString(),
            Value = Member(value, "value"),
            Quality = state.Quality,
            SourceTime = state.SourceTime,
            WorkerTime = state.WorkerTime,
            Stale = state.Stale,
            Problem = state.Problem,
        };
    }

    private static JsonElement? Member(JsonElement value, string name) => value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) ? member : null;
}
