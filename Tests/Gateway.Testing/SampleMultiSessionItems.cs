using Gateway.Contracts;
using Gateway.Serialization;

namespace Gateway.Testing;

/// <summary>Items of every kind of a stream over many sessions, with and without optional members.</summary>
public static class SampleMultiSessionItems
{
    private const string Session = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";

    public static IReadOnlyList<MultiSessionItem> All { get; } =
    [
        new MultiSessionStartedItem
        {
            SubscriptionId = "5b0f4d7c6a3e4f0b9a51c7e2d8f60314",
            Limits = new StreamLimits { BufferEvents = 5_000, MaxBatch = 500, HistoryEvents = 100_000, HistorySeconds = 300, IdleIntervalMs = 5_000 },
            Cursor = MultiSessionCursor.Write([]),
        },
        new JoinedItem
        {
            Session = new JoinedSession { SessionId = Session, SessionTag = "line-1", Name = "Mischer 1", Backend = "simulator" },
            Epoch = "0123456789abcdef",
            ResumedAfter = 10,
            State = SessionState.Ready,
        },
        new JoinedItem
        {
            Session = new JoinedSession { SessionId = "1a", Backend = "simulator" },
            Epoch = "e",
            ResumedAfter = 0,
            State = SessionState.Faulted,
        },
        .. SampleStreamItems.All.Where(item => item is not StartedItem).Select(item => new RoutedItem
        {
            SessionId = Session,
            SessionTag = item is IdleItem ? null : "line-1",
            Name = item is IdleItem ? null : "Mischer 1",
            Item = item,
        }),
        .. Enum.GetValues<LeftReason>().Select(reason => new LeftItem
        {
            SessionId = Session,
            Reason = reason,
            Code = reason == LeftReason.Faulted ? "WorkerLost" : null,
        }),
        new CursorItem { Cursor = MultiSessionCursor.Write([new SessionPosition(Session, "0123456789abcdef", 121)]) },
        new MultiSessionIdleItem(),
    ];
}
