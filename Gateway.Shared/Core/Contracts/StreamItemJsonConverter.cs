using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Encoding;

namespace Gateway.Contracts;

/// <summary>Chooses the item type by <c>kind</c>. A kind this version does not know is refused; the server names none it did not document.</summary>
public sealed class StreamItemJsonConverter : JsonConverter<StreamItem>
{
    public override StreamItem Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var element = JsonElement.ParseValue(ref reader);
        var kind = element.ValueKind == JsonValueKind.Object && element.TryGetProperty("kind", out var property) ? property.GetString() : null;
        try
        {
            return (StreamItem)element.Deserialize(StreamItemKinds.TypeOf(kind), options)!;
        }
        catch (MalformedDataException error)
        {
            throw new JsonException(error.Message, error);
        }
    }

    public override void Write(Utf8JsonWriter writer, StreamItem value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, value.GetType(), options);
}
