using Gateway.Contracts;
using Gateway.Events;
using Gateway.Values;

namespace Gateway.Client.Tests.Fakes;

/// <summary>Short ways to write stream items.</summary>
internal static class Items
{
    public const string Epoch = "e1";

    public static StartedItem Started(long after, string epoch = Epoch) => new()
    {
        SubscriptionId = "subscription",
        Epoch = epoch,
        Oldest = 1,
        Latest = after,
        ResumedAfter = after,
        State = SessionState.Ready,
        Limits = new StreamLimits { BufferEvents = 1000, MaxBatch = 100, HistoryEvents = 10_000, HistorySeconds = 60, IdleIntervalMs = 1000 },
    };

    public static MxEvent Event(long sequence) => new()
    {
        Sequence = sequence,
        Family = EventFamily.OnDataChange,
        ServerHandle = 1,
        ItemHandle = 1,
        DataType = MxDataType.Integer,
        Value = MxValue.FromInt32((int)sequence),
        Quality = 192,
        SourceTime = DateTime.UnixEpoch,
        WorkerTime = DateTime.UnixEpoch,
    };

    public static EventsItem Events(long first, long last) => new()
    {
        First = first,
        Last = last,
        Events = [.. Enumerable.Range(0, (int)(last - first + 1)).Select(offset => Event(first + offset))],
    };

    public static GapItem Gap(GapReason reason, long requestedAfter, long oldest) =>
        new() { Reason = reason, RequestedAfter = requestedAfter, Oldest = oldest, Latest = oldest };

    public static SnapshotItem Snapshot(long asOf) => new() { AsOf = asOf, Events = [Event(asOf)] };

    public static IdleItem Idle(long sequence) => new() { Sequence = sequence };

    public static IEnumerable<long> Sequences(IEnumerable<StreamItem> items) =>
        items.OfType<EventsItem>().SelectMany(item => item.Events).Select(one => one.Sequence);
}
