using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Values;
using Gateway.Wire;

namespace Gateway.Events;

/// <summary>Reads the JSON form of an event, and writes it the way the gateway does: through its row.</summary>
public sealed class MxEventJsonConverter : JsonConverter<MxEvent>
{
    public override MxEvent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var element = JsonElement.ParseValue(ref reader);
        try
        {
            return ReadEvent(element, options);
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new JsonException("Expected an event.", error);
        }
    }

    public override void Write(Utf8JsonWriter writer, MxEvent value, JsonSerializerOptions options)
    {
        var row = new ArrayBufferWriter<byte>();
        EventRow.Write(new WireWriter(row), value);
        EventJson.Write(writer, row.WrittenSpan);
    }

    private static MxEvent ReadEvent(JsonElement element, JsonSerializerOptions options)
    {
        var family = element.GetProperty("family").Deserialize<EventFamily>(options);
        var common = new MxEvent
        {
            Sequence = element.GetProperty("sequence").GetInt64(),
            Family = family,
            ServerHandle = element.GetProperty("serverHandle").GetInt32(),
            ItemHandle = element.GetProperty("itemHandle").GetInt32(),
            WorkerTime = element.GetProperty("workerTime").GetDateTimeOffset().UtcDateTime,
        };
        if (element.TryGetProperty("statuses", out var statuses))
        {
            common = common with { Statuses = statuses.Deserialize<MxStatus[]>(options)! };
        }

        return family switch
        {
            EventFamily.OnDataChange => common with
            {
                DataType = element.GetProperty(ValueJson.DataTypeName).Deserialize<MxDataType>(options),
                Value = ValueJson.Read(element),
                Quality = element.GetProperty("quality").GetInt32(),
                SourceTime = element.TryGetProperty("sourceTime", out var time) ? time.GetDateTimeOffset().UtcDateTime : null,
                RawTime = element.TryGetProperty("rawTime", out var raw) ? ValueJson.Read(raw) : null,
            },
            EventFamily.OnBufferedDataChange => common with
            {
                DataType = element.GetProperty(ValueJson.DataTypeName).Deserialize<MxDataType>(options),
                Value = ValueJson.Read(element),
                Qualities = ValueJson.Read(element.GetProperty("qualities")),
                SourceTimes = ValueJson.Read(element.GetProperty("sourceTimes")),
            },
            _ => common,
        };
    }
}
