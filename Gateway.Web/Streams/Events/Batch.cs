using Gateway.Contracts;
using Gateway.Protocol;
using Gateway.Web.Streams.Log;
using Gateway.Wire;

namespace Gateway.Web.Streams.Events;

/// <summary>A contiguous run of events as the worker sent it.</summary>
internal sealed class Batch : INumberedBatch
{
    public Batch(EncodedRows rows, long receivedAt)
    {
        Rows = rows;
        First = rows.First;
        Last = rows.Last;
        ReceivedAt = receivedAt;
    }

    public EncodedRows Rows { get; }

    public long First { get; }

    public long Last { get; }

    public int Count => Rows.Count;

    /// <summary>Time stamp of the clock's high-resolution counter.</summary>
    public long ReceivedAt { get; }

    /// <summary>Why the events directly before it are missing, if they are.</summary>
    public GapReason MissingBecause { get; init; } = GapReason.WorkerOverflow;

    /// <summary>Reads the body of an events frame; the batch keeps the memory.</summary>
    /// <exception cref="MalformedDataException">The body does not match its own counts or lengths.</exception>
    public static Batch FromFrame(ReadOnlyMemory<byte> body, long receivedAt)
    {
        var headers = EventsFrame.Parse(body.Span);
        return new Batch(new EncodedRows(EventsFrame.RowsOf(body), headers), receivedAt);
    }
}
