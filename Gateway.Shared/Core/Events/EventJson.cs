using System.Text.Json;
using Gateway.Values;
using Gateway.Wire;

namespace Gateway.Events;

/// <summary>The JSON form of an event row, made straight from the row's bytes.</summary>
public static class EventJson
{
    private static readonly JsonEncodedText Sequence = JsonEncodedText.Encode("sequence");
    private static readonly JsonEncodedText Family = JsonEncodedText.Encode("family");
    private static readonly JsonEncodedText ServerHandle = JsonEncodedText.Encode("serverHandle");
    private static readonly JsonEncodedText ItemHandle = JsonEncodedText.Encode("itemHandle");
    private static readonly JsonEncodedText Quality = JsonEncodedText.Encode("quality");
    private static readonly JsonEncodedText SourceTime = JsonEncodedText.Encode("sourceTime");
    private static readonly JsonEncodedText RawTime = JsonEncodedText.Encode("rawTime");
    private static readonly JsonEncodedText Qualities = JsonEncodedText.Encode("qualities");
    private static readonly JsonEncodedText SourceTimes = JsonEncodedText.Encode("sourceTimes");
    private static readonly JsonEncodedText WorkerTime = JsonEncodedText.Encode("workerTime");
    private static readonly JsonEncodedText Statuses = JsonEncodedText.Encode("statuses");
    private static readonly JsonEncodedText Success = JsonEncodedText.Encode("success");
    private static readonly JsonEncodedText Category = JsonEncodedText.Encode("category");
    private static readonly JsonEncodedText DetectedBy = JsonEncodedText.Encode("detectedBy");
    private static readonly JsonEncodedText Detail = JsonEncodedText.Encode("detail");

    /// <summary>Writes one row as a JSON object. The row must have passed <see cref="EventRow.ReadHeader"/>.</summary>
    public static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> row)
    {
        var reader = new WireReader(row);
        var fields = reader.ReadArrayHeader();
        writer.WriteStartObject();
        writer.WriteNumber(Sequence, reader.ReadInt64());
        var family = (EventFamily)reader.ReadInt32();
        EnumNames<EventFamily>.Write(writer, Family, family);
        writer.WriteNumber(ServerHandle, reader.ReadInt32());
        writer.WriteNumber(ItemHandle, reader.ReadInt32());
        var workerTime = WireTime.FromMicroseconds(reader.ReadInt64());
        var statuses = EventRow.ReadStatuses(ref reader);
        if (family == EventFamily.OnDataChange)
        {
            WriteDataChange(writer, ref reader, hasRawTime: fields > 10);
        }
        else if (family == EventFamily.OnBufferedDataChange)
        {
            WriteBuffered(writer, ref reader);
        }

        writer.WriteString(WorkerTime, workerTime);
        if (statuses is not null)
        {
            WriteStatuses(writer, statuses);
        }

        writer.WriteEndObject();
    }

    private static void WriteDataChange(Utf8JsonWriter writer, ref WireReader reader, bool hasRawTime)
    {
        var quality = reader.ReadInt32();
        DateTime? sourceTime = reader.TryReadNil() ? null : WireTime.Read(ref reader);
        ValueJson.WriteProperties(writer, EventRow.ReadValue(ref reader));
        writer.WriteNumber(Quality, quality);
        if (sourceTime is { } time)
        {
            writer.WriteString(SourceTime, time);
        }

        if (hasRawTime)
        {
            reader.ReadArrayHeader();
            writer.WritePropertyName(RawTime);
            ValueJson.WriteObject(writer, EventRow.ReadValue(ref reader));
        }
    }

    private static void WriteBuffered(Utf8JsonWriter writer, ref WireReader reader)
    {
        var dataType = (MxDataType)reader.ReadInt32();
        ValueJson.WriteProperties(writer, EventRow.ReadValue(ref reader), dataType);
        writer.WritePropertyName(Qualities);
        ValueJson.WriteObject(writer, EventRow.ReadValue(ref reader));
        writer.WritePropertyName(SourceTimes);
        ValueJson.WriteObject(writer, EventRow.ReadValue(ref reader));
    }

    private static void WriteStatuses(Utf8JsonWriter writer, MxStatus[] statuses)
    {
        writer.WriteStartArray(Statuses);
        foreach (var status in statuses)
        {
            writer.WriteStartObject();
            writer.WriteNumber(Success, status.Success);
            EnumNames<MxStatusCategory>.Write(writer, Category, status.Category);
            EnumNames<MxStatusSource>.Write(writer, DetectedBy, status.DetectedBy);
            writer.WriteNumber(Detail, status.Detail);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
