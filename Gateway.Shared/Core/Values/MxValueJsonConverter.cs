using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gateway.Values;

/// <summary>See <see cref="ValueJson"/> for the shape. A plain JSON value without types is accepted too.</summary>
public sealed class MxValueJsonConverter : JsonConverter<MxValue>
{
    public override MxValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var element = JsonElement.ParseValue(ref reader);
        if (options.UnmappedMemberHandling == JsonUnmappedMemberHandling.Disallow)
        {
            ValueMembers.RefuseUnknown(element);
        }

        return ValueJson.Read(element);
    }

    public override void Write(Utf8JsonWriter writer, MxValue value, JsonSerializerOptions options) =>
        ValueJson.WriteObject(writer, value);
}
