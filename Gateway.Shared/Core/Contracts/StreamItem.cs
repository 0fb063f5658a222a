using System.Text.Json.Serialization;

namespace Gateway.Contracts;

/// <summary>One element of a session's stream. <see cref="Kind"/> says which.</summary>
[JsonConverter(typeof(StreamItemJsonConverter))]
public abstract record StreamItem : IKindedItem
{
    [JsonPropertyOrder(-1)]
    public abstract string Kind { get; }
}
