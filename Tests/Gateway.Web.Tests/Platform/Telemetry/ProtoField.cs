namespace Gateway.Web.Tests.Platform.Telemetry;

/// <summary>One field of a protobuf message: its number and its bytes; a varint has no bytes.</summary>
internal sealed record ProtoField(int Number, ReadOnlyMemory<byte> Bytes)
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Delimited = 2;

    public static IReadOnlyList<ProtoField> AllOf(ReadOnlyMemory<byte> message)
    {
        var fields = new List<ProtoField>();
        while (!message.IsEmpty)
        {
            var tag = ReadVarint(ref message);
            var length = (int)(tag & 7) switch
            {
                Varint => (int)(ReadVarint(ref message) * 0),
                Fixed64 => 8,
                Delimited => (int)ReadVarint(ref message),
                _ => 4,
            };
            fields.Add(new ProtoField((int)(tag >> 3), message[..length]));
            message = message[length..];
        }

        return fields;
    }

    private static ulong ReadVarint(ref ReadOnlyMemory<byte> message)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = message.Span[0];
            message = message[1..];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
