using Gateway.Contracts;

namespace Gateway.Testing;

/// <summary>
/// Feed items and changes of every kind, with and without optional members, in an order in which one stream could send them.
/// </summary>
public static class SampleFeed
{
    private const string Epoch = "0123456789abcdef";
    private const long First = 41;

    private static readonly DateTime Time = new(2026, 3, 1, 12, 0, 0, 5, DateTimeKind.Utc);

    public static IReadOnlyList<FeedChange> Changes { get; } =
        [.. Enum.GetValues<FeedKind>().Select((kind, index) => ChangeOf(kind) with { Sequence = First + index, At = Time.AddSeconds(index), Kind = kind })];

    public static IReadOnlyList<FeedItem> All { get; } =
    [
        new FeedStartedItem { FeedEpoch = Epoch, Oldest = First, Latest = Changes[^1].Sequence, After = First - 1 },
        .. Enum.GetValues<FeedResetReason>().Select(reason => new FeedResetItem
        {
            Reason = reason,
            RequestedAfter = 10,
            FeedEpoch = Epoch,
            Oldest = First,
            Latest = Changes[^1].Sequence,
        }),
        new FeedChangesItem { First = First, Last = Changes[^1].Sequence, Changes = Changes },
        new FeedChangesItem { First = Changes[^1].Sequence + 1, Last = Changes[^1].Sequence + 9, Changes = [] },
        new FeedIdleItem { Sequence = Changes[^1].Sequence + 12 },
    ];

    private static FeedChange ChangeOf(FeedKind kind) => kind switch
    {
        FeedKind.SubscriptionStarted or FeedKind.SubscriptionSlow or FeedKind.SubscriptionEnded => Session() with
        {
            Subject = "grace",
            Data = new Dictionary<string, string> { ["subscriptionId"] = "3f0c" },
        },
        FeedKind.WorkerStarted or FeedKind.WorkerExited => Session() with { Data = new Dictionary<string, string> { ["processId"] = "4711" } },
        FeedKind.SessionTagged => Session() with { Subject = "ada", Data = new Dictionary<string, string> { ["from"] = "line2" } },
        FeedKind.SessionTraced => Session() with { Subject = "ada", Data = new Dictionary<string, string> { ["minutes"] = "10", ["until"] = "2026-03-01T12:10:00Z" } },
        FeedKind.SessionClosed => Session() with { Subject = "ada", Detail = "closed by ada" },
        FeedKind.AlarmMonitorChanged => Monitor() with { Detail = "The worker ended.", Data = new Dictionary<string, string> { ["status"] = "blind", ["watched"] = "120" } },
        FeedKind.AlarmRootsChanged => Monitor() with { Data = new Dictionary<string, string> { ["watched"] = "120", ["added"] = "3", ["removed"] = "1" } },
        FeedKind.AlarmAcknowledged or FeedKind.AlarmShelved => Monitor() with
        {
            Subject = "grace",
            Data = new Dictionary<string, string> { ["reference"] = "Tank101.Level.HiHi", ["outcome"] = "refused", ["code"] = "InvalidArgument" },
        },
        < FeedKind.SubscriptionStarted => Session() with { Subject = "ada" },
        FeedKind.TokenMinted or FeedKind.TokenRenewed or FeedKind.TokenRevoked => New() with
        {
            Subject = "ada",
            Data = new Dictionary<string, string> { ["tokenId"] = "b1946ac9", ["for"] = "Zo\u00eb" },
        },
        FeedKind.FeedHole => New() with
        {
            Detail = "Changes came faster than they could be recorded.",
            Data = new Dictionary<string, string>
            {
                ["reason"] = "inboxFull",
                ["first"] = "2026-03-01T12:00:01.000Z",
                ["last"] = "2026-03-01T12:00:02.500Z",
                ["dropped"] = "17",
            },
        },
        _ => New(),
    };

    private static FeedChange New() => new() { Sequence = 0, At = Time, Kind = FeedKind.FeedHole };

    private static FeedChange Monitor() => Session() with { SessionName = "Alarm monitor" };

    private static FeedChange Session() => New() with { SessionId = "4b1d5a0e7c2f", SessionTag = "line1", SessionName = "historian" };
}
