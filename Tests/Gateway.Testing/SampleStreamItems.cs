using Gateway.Contracts;

namespace Gateway.Testing;

/// <summary>
/// Stream items of every kind, with and without optional members, in an order in which one stream could send them.
/// </summary>
public static class SampleStreamItems
{
    private static readonly DateTime Time = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    public static IReadOnlyList<StreamItem> All { get; } =
    [
        new StartedItem
        {
            SubscriptionId = "5b0f4d7c6a3e4f0b9a51c7e2d8f60314",
            Epoch = "0123456789abcdef",
            Oldest = 1,
            Latest = 120,
            ResumedAfter = 10,
            State = SessionState.Ready,
            Limits = new StreamLimits
            {
                BufferEvents = 5_000,
                MaxBatch = 500,
                HistoryEvents = 100_000,
                HistorySeconds = 300,
                IdleIntervalMs = 5_000,
                TokenExpiresAt = Time.AddTicks(1),
            },
        },
        .. Enum.GetValues<GapReason>().Select(reason => new GapItem
        {
            Reason = reason,
            RequestedAfter = 10,
            Oldest = 21,
            Latest = 120,
            Missed = reason is GapReason.Evicted or GapReason.WorkerOverflow ? 10 : null,
        }),
        new SnapshotItem { AsOf = 20, Events = [SampleEvents.All[5], SampleEvents.All[6]] },
        new SnapshotItem { AsOf = 0, Events = [] },
        new EventsItem { First = 1, Last = SampleEvents.All.Count, Events = SampleEvents.All },
        new IdleItem { Sequence = 121 },
        new LaggedItem { Conflated = 12, Dropped = 1 },
        .. Enum.GetValues<ModeReason>().Select(reason => new ModeItem
        {
            Mode = reason == ModeReason.Recovered ? StreamMode.Lossless : StreamMode.Conflate,
            Reason = reason,
            After = 121,
        }),
        new AccessItem { Widened = ["Tank1*"], Narrowed = ["Tank2*", "Pump?"] },
        .. Enum.GetValues<SessionState>().Select(state => new StateItem
        {
            State = state,
            Fault = state == SessionState.Faulted ? new SessionFault { Code = "WorkerLost", Message = "The worker closed the pipe.", At = Time } : null,
        }),
    ];
}
