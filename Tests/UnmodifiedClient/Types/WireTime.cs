using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using MessagePack;
using MessagePack.Formatters;

namespace GatewayTypes;

/// <summary>
/// A UTC time with 100 ns: ISO 8601 text in JSON. In MessagePack it is a number of microseconds since 1970, as text if it is beyond 2^53, or
/// [microseconds, digit] if the digit of 100 ns is not zero.
/// </summary>
[JsonConverter(typeof(JsonForm))]
[MessagePackFormatter(typeof(PackedForm))]
public readonly record struct WireTime(DateTime Utc)
{
    /// <summary>Reads the form of MessagePack where a member may hold something else than a time, such as a value.</summary>
    public static WireTime Of(object? packed)
    {
        var (microseconds, digit) = packed is object?[] pair ? (pair[0], Convert.ToInt64(pair[1], CultureInfo.InvariantCulture)) : (packed, 0L);
        return new WireTime(DateTime.UnixEpoch.AddTicks((Convert.ToInt64(microseconds, CultureInfo.InvariantCulture) * 10) + digit));
    }

    public sealed class JsonForm : JsonConverter<WireTime>
    {
        public override WireTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetDateTime());

        public override void Write(Utf8JsonWriter writer, WireTime value, JsonSerializerOptions options) =>
            (writer ?? throw new ArgumentNullException(nameof(writer))).WriteStringValue(value.Utc);
    }

    public sealed class PackedForm : IMessagePackFormatter<WireTime>
    {
        public WireTime Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
            Of(PrimitiveObjectFormatter.Instance.Deserialize(ref reader, options));

        // The gateway also takes the text.
        public void Serialize(ref MessagePackWriter writer, WireTime value, MessagePackSerializerOptions options) =>
            writer.Write(value.Utc.ToString("O", CultureInfo.InvariantCulture));
    }
}
