using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Wire;

namespace Gateway.Contracts;

/// <summary>Chooses the item type by <c>kind</c>. A kind that this version does not know is refused.</summary>
public abstract class KindedJsonConverter<T> : JsonConverter<T>
    where T : class, IKindedItem
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var element = JsonElement.ParseValue(ref reader);
        var kind = element.ValueKind == JsonValueKind.Object && element.TryGetProperty("kind", out var property) ? property.GetString() : null;
        try
        {
            return (T)element.Deserialize(TypeOf(kind), options)!;
        }
        catch (MalformedDataException error)
        {
            throw new JsonException(error.Message, error);
        }
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(value);
        JsonSerializer.Serialize(writer, value, value.GetType(), options);
    }

    /// <exception cref="MalformedDataException">The kind is none of the documented ones.</exception>
    protected abstract Type TypeOf(string? kind);
}
