using System.Text.Json.Serialization;

namespace Gateway.Contracts;

/// <summary>One element of an alarm stream. <see cref="Kind"/> says which.</summary>
[JsonConverter(typeof(AlarmItemJsonConverter))]
public abstract record AlarmItem : IKindedItem
{
    [JsonPropertyOrder(-1)]
    public abstract string Kind { get; }
}
