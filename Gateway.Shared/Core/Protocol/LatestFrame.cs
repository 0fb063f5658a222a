using System.Buffers.Binary;
using Gateway.Events;
using Gateway.Wire;

namespace Gateway.Protocol;

/// <summary>
/// The body of a <c>latest</c> frame: the number of rows, then the rows. Each row is the latest OnDataChange of an item for
/// which that event was already overwritten in the worker's ring.
/// </summary>
public static class LatestFrame
{
    public static void WritePrefix(Span<byte> destination, int count) => BinaryPrimitives.WriteInt32LittleEndian(destination, count);

    /// <summary>Checks every row and returns the headers; their offsets count from the first row.</summary>
    /// <exception cref="MalformedDataException">The body does not have the form of a latest frame.</exception>
    public static EventHeader[] Parse(ReadOnlySpan<byte> body)
    {
        if (body.Length < ProtocolLimits.LatestPrefixBytes)
        {
            throw new MalformedDataException("The body of a latest frame is too short.");
        }

        var count = BinaryPrimitives.ReadInt32LittleEndian(body);
        var rows = body[ProtocolLimits.LatestPrefixBytes..];
        if (count < 1 || count > rows.Length / EventRow.MinBytes)
        {
            throw new MalformedDataException("The body of a latest frame names an impossible number of rows.");
        }

        var headers = new EventHeader[count];
        var reader = new WireReader(rows);
        for (var i = 0; i < count; i++)
        {
            headers[i] = EventRow.ReadHeader(ref reader);
            if (headers[i].Family != Events.EventFamily.OnDataChange || headers[i].Sequence <= (i == 0 ? 0 : headers[i - 1].Sequence))
            {
                throw new MalformedDataException("The rows of a latest frame must be data changes in the order of their sequences.");
            }
        }

        return reader.End ? headers : throw new MalformedDataException("The body of a latest frame has bytes after its last row.");
    }

    public static ReadOnlyMemory<byte> RowsOf(ReadOnlyMemory<byte> body) => body[ProtocolLimits.LatestPrefixBytes..];
}
