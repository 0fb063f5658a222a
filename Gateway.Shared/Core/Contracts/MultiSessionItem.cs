using System.Text.Json.Serialization;

namespace Gateway.Contracts;

/// <summary>One element of a stream over many sessions. <see cref="Kind"/> says which.</summary>
[JsonConverter(typeof(MultiSessionItemJsonConverter))]
public abstract record MultiSessionItem : IKindedItem
{
    [JsonPropertyOrder(-1)]
    public abstract string Kind { get; }
}
