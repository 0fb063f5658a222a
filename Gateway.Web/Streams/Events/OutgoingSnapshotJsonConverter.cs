using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gateway.Web.Streams.Events;

internal sealed class OutgoingSnapshotJsonConverter : JsonConverter<OutgoingSnapshot>
{
    private static readonly JsonEncodedText Kind = JsonEncodedText.Encode("kind");
    private static readonly JsonEncodedText AsOf = JsonEncodedText.Encode("asOf");

    public override OutgoingSnapshot Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("The gateway only writes these.");

    public override void Write(Utf8JsonWriter writer, OutgoingSnapshot value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString(Kind, value.Kind);
        writer.WriteNumber(AsOf, value.AsOf);
        SplicedJson.WriteEvents(writer, value.Rows is { } rows ? [new RowSlice(rows, 0, rows.Count)] : []);
        writer.WriteEndObject();
    }
}
