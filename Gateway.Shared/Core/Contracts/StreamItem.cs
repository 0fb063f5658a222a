using System.Text.Json.Serialization;

namespace Gateway.Contracts;

/// <summary>One element of a session's stream. <see cref="Kind"/> says which.</summary>
[JsonConverter(typeof(StreamItemJsonConverter))]
public abstract record StreamItem
{
    /// <summary>The discriminator on the wire, camelCase.</summary>
    [JsonPropertyOrder(-1)]
    public abstract string Kind { get; }
}
