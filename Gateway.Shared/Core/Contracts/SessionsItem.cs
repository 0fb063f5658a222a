using System.Text.Json.Serialization;

namespace Gateway.Contracts;

/// <summary>One element of a stream over many sessions. <see cref="Kind"/> says which.</summary>
[JsonConverter(typeof(SessionsItemJsonConverter))]
public abstract record SessionsItem : IKindedItem
{
    [JsonPropertyOrder(-1)]
    public abstract string Kind { get; }
}
