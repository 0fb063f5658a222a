using System.Buffers.Binary;

namespace Gateway.Web.Tests.Platform.Telemetry;

/// <summary>
/// Decodes the few fields of OTLP's protobuf messages that the tests use; the numbers are those of the published .proto files.
/// </summary>
internal static class OtlpMessage
{
    public static List<OtlpSpan> SpansOf(byte[] request) => [.. Leaves(request).Select(SpanOf)];

    public static List<(string Name, string Unit)> MetricsOf(byte[] request) =>
        [.. Leaves(request).Select(metric => ProtoField.AllOf(metric)).Select(fields => (Text(fields, 1), Text(fields, 3)))];

    // Request { resource = 1 { scope = 2 { span or metric = 2 } } }
    private static IEnumerable<ReadOnlyMemory<byte>> Leaves(byte[] request) =>
        Children(request, 1).SelectMany(resource => Children(resource, 2)).SelectMany(scope => Children(scope, 2));

    private static OtlpSpan SpanOf(ReadOnlyMemory<byte> span)
    {
        var fields = ProtoField.AllOf(span);
        var nanoseconds = Fixed(fields, 8) - Fixed(fields, 7);
        return new OtlpSpan(
            Text(fields, 5), Hex(fields, 1), Hex(fields, 2), Hex(fields, 4), TimeSpan.FromMicroseconds(nanoseconds / 1000),
            AttributesOf(Children(span, 9)), [.. Children(span, 13).Select(link => Hex(ProtoField.AllOf(link), 1))]);
    }

    // KeyValue { key = 1, value = 2 AnyValue { string = 1 } }
    private static Dictionary<string, string> AttributesOf(IEnumerable<ReadOnlyMemory<byte>> pairs) => pairs
        .Select(pair => ProtoField.AllOf(pair))
        .ToDictionary(pair => Text(pair, 1), pair => Text(ProtoField.AllOf(pair.Single(field => field.Number == 2).Bytes), 1));

    private static IEnumerable<ReadOnlyMemory<byte>> Children(ReadOnlyMemory<byte> message, int number) =>
        ProtoField.AllOf(message).Where(field => field.Number == number).Select(field => field.Bytes);

    private static ReadOnlyMemory<byte> Bytes(IEnumerable<ProtoField> fields, int number) => fields.FirstOrDefault(field => field.Number == number)?.Bytes ?? default;

    private static string Text(IEnumerable<ProtoField> fields, int number) => System.Text.Encoding.UTF8.GetString(Bytes(fields, number).Span);

    private static string Hex(IEnumerable<ProtoField> fields, int number) => Convert.ToHexStringLower(Bytes(fields, number).Span);

    private static long Fixed(IEnumerable<ProtoField> fields, int number) => BinaryPrimitives.ReadInt64LittleEndian(Bytes(fields, number).Span);
}
