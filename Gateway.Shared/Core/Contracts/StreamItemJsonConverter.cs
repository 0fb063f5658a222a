using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gateway.Contracts;

/// <summary>Chooses the item type by <c>kind</c>. A kind this version does not know is refused; the server names none it did not document.</summary>
public sealed class StreamItemJsonConverter : JsonConverter<StreamItem>
{
    public override StreamItem Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var element = JsonElement.ParseValue(ref reader);
        var kind = element.ValueKind == JsonValueKind.Object && element.TryGetProperty("kind", out var property) ? property.GetString() : null;
        return (StreamItem)element.Deserialize(TypeOf(kind), options)!;
    }

    public override void Write(Utf8JsonWriter writer, StreamItem value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, value.GetType(), options);

    private static Type TypeOf(string? kind) => kind switch
    {
        StartedItem.KindName => typeof(StartedItem),
        EventsItem.KindName => typeof(EventsItem),
        GapItem.KindName => typeof(GapItem),
        SnapshotItem.KindName => typeof(SnapshotItem),
        AccessItem.KindName => typeof(AccessItem),
        LaggedItem.KindName => typeof(LaggedItem),
        IdleItem.KindName => typeof(IdleItem),
        StateItem.KindName => typeof(StateItem),
        _ => throw new JsonException("Unknown kind of stream item."),
    };
}
