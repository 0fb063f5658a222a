using System.Text.Json.Serialization;

namespace Gateway.Contracts;

/// <summary>One element of a feed stream. <see cref="Kind"/> says which.</summary>
[JsonConverter(typeof(FeedItemJsonConverter))]
public abstract record FeedItem : IKindedItem
{
    [JsonPropertyOrder(-1)]
    public abstract string Kind { get; }
}
