using System.Buffers;
using Gateway.Events;
using Gateway.Protocol;
using Gateway.Values;
using Gateway.Wire;

namespace Gateway.Web.Tests.Streams.Events;

/// <summary>Events as a worker encodes them.</summary>
internal static class EncodedEvents
{
    private static readonly DateTime WorkerTime = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>An OnDataChange event whose value is its sequence.</summary>
    public static MxEvent Change(long sequence, int item) => new()
    {
        Sequence = sequence,
        Family = EventFamily.OnDataChange,
        ServerHandle = 1,
        ItemHandle = item,
        Value = MxValue.FromInt32((int)sequence),
        Quality = 192,
        SourceTime = WorkerTime,
        WorkerTime = WorkerTime,
    };

    public static MxEvent Change(long sequence, int item, MxValue value, int quality = 192) => Change(sequence, item) with { Value = value, Quality = quality };

    public static MxEvent Completion(long sequence, int item) => new()
    {
        Sequence = sequence,
        Family = EventFamily.OnWriteComplete,
        ServerHandle = 1,
        ItemHandle = item,
        WorkerTime = WorkerTime,
    };

    /// <summary>The body of an events frame.</summary>
    public static Memory<byte> Body(IReadOnlyList<MxEvent> events)
    {
        var rows = new ArrayBufferWriter<byte>();
        EventsFrame.WritePrefix(rows.GetSpan(ProtocolLimits.EventsPrefixBytes), events[0].Sequence, events.Count);
        rows.Advance(ProtocolLimits.EventsPrefixBytes);
        foreach (var one in events)
        {
            EventRow.Write(new WireWriter(rows), one);
        }

        return rows.WrittenMemory.ToArray();
    }
}
