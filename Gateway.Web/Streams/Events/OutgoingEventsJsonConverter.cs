using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gateway.Web.Streams.Events;

internal sealed class OutgoingEventsJsonConverter : JsonConverter<OutgoingEvents>
{
    private static readonly JsonEncodedText Kind = JsonEncodedText.Encode("kind");
    private static readonly JsonEncodedText First = JsonEncodedText.Encode("first");
    private static readonly JsonEncodedText Last = JsonEncodedText.Encode("last");

    public override OutgoingEvents Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("The gateway only writes these.");

    public override void Write(Utf8JsonWriter writer, OutgoingEvents value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString(Kind, value.Kind);
        writer.WriteNumber(First, value.First);
        writer.WriteNumber(Last, value.Last);
        SplicedJson.WriteEvents(writer, value.Slices);
        writer.WriteEndObject();
    }
}
