using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gateway.Serialization;

/// <summary>Another converter, but null is what the property has when it is absent.</summary>
internal sealed class AbsentNullConverter<T>(JsonConverter<T> inner, T absent) : JsonConverter<T>
    where T : struct
{
    public override bool HandleNull => true;

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? absent : inner.Read(ref reader, typeToConvert, options);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => inner.Write(writer, value, options);
}
