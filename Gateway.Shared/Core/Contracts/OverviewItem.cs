using System.Text.Json.Serialization;

namespace Gateway.Contracts;

/// <summary>One element of an overview stream. <see cref="Kind"/> says which.</summary>
[JsonConverter(typeof(OverviewItemJsonConverter))]
public abstract record OverviewItem : IKindedItem
{
    [JsonPropertyOrder(-1)]
    public abstract string Kind { get; }
}
