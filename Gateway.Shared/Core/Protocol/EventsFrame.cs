using System.Buffers.Binary;
using Gateway.Events;
using Gateway.Wire;

namespace Gateway.Protocol;

/// <summary>The body of an events frame: first sequence, count, then the rows.</summary>
public static class EventsFrame
{
    public static void WritePrefix(Span<byte> destination, long first, int count)
    {
        BinaryPrimitives.WriteInt64LittleEndian(destination, first);
        BinaryPrimitives.WriteInt32LittleEndian(destination[8..], count);
    }

    /// <summary>Checks every row and returns the headers; their offsets count from the first row.</summary>
    /// <exception cref="MalformedDataException">The body is not what it claims.</exception>
    public static EventHeader[] Parse(ReadOnlySpan<byte> body)
    {
        if (body.Length < ProtocolLimits.EventsPrefixBytes)
        {
            throw new MalformedDataException("An events body is too short.");
        }

        var first = BinaryPrimitives.ReadInt64LittleEndian(body);
        var count = BinaryPrimitives.ReadInt32LittleEndian(body[8..]);
        return ParseRows(body[ProtocolLimits.EventsPrefixBytes..], first, count);
    }

    /// <summary>Checks the rows of a batch, which are side by side, and returns their headers.</summary>
    /// <param name="rows">The rows, and nothing else.</param>
    /// <param name="first">The sequence that the first row is said to have.</param>
    /// <param name="count">How many rows there are said to be.</param>
    /// <exception cref="MalformedDataException">The rows are not what they are said to be.</exception>
    public static EventHeader[] ParseRows(ReadOnlySpan<byte> rows, long first, int count)
    {
        if (first < 1 || count < 1 || count > rows.Length / EventRow.MinBytes)
        {
            throw new MalformedDataException("An events body claims an impossible first sequence or count.");
        }

        var headers = new EventHeader[count];
        var reader = new WireReader(rows);
        for (var i = 0; i < count; i++)
        {
            headers[i] = EventRow.ReadHeader(ref reader);
            if (headers[i].Sequence != first + i)
            {
                throw new MalformedDataException("The sequences of a batch are not contiguous.");
            }
        }

        return reader.End ? headers : throw new MalformedDataException("The body has bytes after its last row.");
    }

    public static ReadOnlyMemory<byte> RowsOf(ReadOnlyMemory<byte> body) => body[ProtocolLimits.EventsPrefixBytes..];
}
