using Gateway.Contracts;

namespace Gateway.Testing;

/// <summary>Items of an overview of every kind, with and without what may be absent, as one stream could send them.</summary>
public static class SampleOverview
{
    private static readonly DateTime Time = new(2026, 3, 1, 12, 0, 0, 5, DateTimeKind.Utc);

    public static OverviewSession Session { get; } = new()
    {
        SessionId = "5f0c0123456789abcdef0123456789ab",
        State = SessionState.Ready,
        Name = "historian Süd",
        SessionTag = "line-1",
        Backend = "simulator",
        Owner = "ada",
        ClientIdentity = "historian 3.1 on hall3-pc7",
        CorrelationId = "order-4711",
        CreatedAt = Time,
        AdoptedAt = Time.AddSeconds(60),
        Epoch = "0123456789abcdef",
        Worker = new() { State = WorkerState.NotAnswering, Since = Time.AddSeconds(70).AddTicks(3) },
        WorkerProcessId = 4711,
        WorkerArchitecture = "x86",
        Node = "plant-pc",
        Site = "plant-1",
    };

    public static OverviewSession Faulted { get; } = new()
    {
        SessionId = "aa00",
        State = SessionState.Faulted,
        Backend = "com",
        Owner = "grace",
        CreatedAt = Time,
        Fault = new() { Code = "WorkerLost", Message = "The worker closed the pipe.", At = Time.AddSeconds(1) },
    };

    public static SessionLoad Load { get; } = new()
    {
        SessionId = Session.SessionId,
        Readers = 3,
        Items = 20,
        LatestSequence = 123_456,
        EventsPerSecond = 4_999.5,
        CommandsPerSecond = 0,
        PendingCommands = 1,
        HistoryEvents = 100_000,
        HistoryBytes = 6_400_000,
        RingEvents = 100_000,
        RingBytes = 6_400_000,
        OverwrittenEvents = 0,
        WorkerBytes = 65_000_000,
        LastActivityAt = Time.AddSeconds(71),
    };

    public static OverviewReader Reader { get; } = new()
    {
        ReaderId = "c0ffee.5f0c",
        SubscriptionId = "c0ffee",
        SessionId = Session.SessionId,
        Kind = ReaderKind.ManySessions,
        Subject = "dashboard",
        ConnectionId = "xYz_1",
        RemoteAddress = "10.1.2.3",
        Client = "SignalR .NET",
        ClientVersion = "10.0.15",
        Transport = "webSockets",
        Protocol = "messagepack",
        Mode = StreamMode.Conflate,
        Filter = "Tank*.Level.PV and 2 more; quality from 64",
        Since = Time,
        ResumedAfter = 1_000,
        SlowSince = Time.AddSeconds(5),
        LastGapAt = Time.AddSeconds(4),
        LastGapReason = GapReason.WorkerOverflow,
        TokenExpiresAt = Time.AddHours(1),
    };

    public static OverviewReader Observer { get; } = new()
    {
        ReaderId = "0b5.5f0c",
        SubscriptionId = "0b5",
        SessionId = Session.SessionId,
        Kind = ReaderKind.Observer,
        Subject = "page",
        Mode = StreamMode.Conflate,
        Since = Time,
    };

    public static ReaderLoad ReaderLoad { get; } = new()
    {
        ReaderId = Reader.ReaderId,
        Phase = SubscriptionPhase.CatchingUp,
        Position = 120_000,
        Lag = 3_456,
        LagMs = 691,
        Queued = 2_000,
        EventsPerSecond = 1_200.5,
        Delivered = 119_000,
        Conflated = 500,
        Dropped = 0,
        SlowEpisodes = 2,
        Gaps = 1,
    };

    public static OverviewFault Fault { get; } = new()
    {
        Id = 7,
        At = Time.AddSeconds(1),
        Code = "WorkerLost",
        Message = "The worker closed the pipe.",
        SessionId = "aa00",
        SessionTag = "line-2",
        SessionName = "test rig",
        WorkerProcessId = 4712,
    };

    public static GatewayStatus Whole { get; } = new()
    {
        At = Time.AddSeconds(80),
        Process = new()
        {
            Version = "1.2.3",
            StartedAt = Time.AddDays(-1),
            ProcessId = 4242,
            Processors = 2,
            CpuPercent = 12.5,
            ResidentBytes = 180_000_000,
            HeapBytes = 42_000_000,
            GcPausePercent = 0.5,
            Gen2Collections = 3,
            Threads = 9,
            WaitingWork = 0,
            Connections = 12,
        },
        Rates = new()
        {
            At = Time.AddSeconds(80),
            SecondsAgo = [3_590, 10, 0],
            EventsPerSecond = [4_999.5, 0, 12],
            DeliveredPerSecond = [9_999, 0, 24],
            CommandsPerSecond = [0.5, 0, 0],
            CpuPercent = [12.5, 0.1, 1],
        },
        Health = [new() { Name = "feed", State = HealthState.Degraded, Detail = "the disk is full" }, new() { Name = "store", State = HealthState.Healthy }],
        Feeds = [new() { Name = "changes", Epoch = "f1", Oldest = 1, Latest = 17, Readers = 2, Waiting = 0 }, new() { Name = "alarms", Epoch = "", Oldest = 1, Latest = 0, Readers = 0 }],
        Keys = new() { ActiveKeyId = "kid-1", ActiveSince = Time.AddDays(-9), Accepted = 2 },
        Node = new()
        {
            Name = "dmz-1",
            Role = NodeRole.Edge,
            Sites =
            [
                new() { Site = "plant-1", State = SiteState.Serving, Sessions = 12, UntakenMessages = 3 },
                new() { Site = "plant-2", State = SiteState.Away, Detail = "NATS cannot be used", Sessions = 0, UntakenMessages = 0 },
            ],
        },
        AlarmMonitor = new() { Status = AlarmMonitorStatus.Watching, Since = Time, Watched = 120, Unknown = 1 },
        Sessions = [Session, Faulted],
        SessionLoads = [Load],
        Readers = [Reader, Observer],
        ReaderLoads = [ReaderLoad],
        Faults = [Fault],
    };

    public static IReadOnlyList<OverviewItem> All { get; } =
    [
        new OverviewWholeItem { Status = Whole },
        new OverviewCompleteItem { Sessions = 2, Readers = 2 },
        new OverviewChangesItem { Changed = new() { At = Time.AddSeconds(81) } },
        new OverviewChangesItem
        {
            Changed = new() { At = Time.AddSeconds(82), SessionLoads = [Load with { LatestSequence = 123_460, RingEvents = null, RingBytes = null, OverwrittenEvents = null, WorkerBytes = null }] },
            RemovedSessions = [Faulted.SessionId],
            RemovedReaders = [Observer.ReaderId],
        },
        new OverviewAccessItem(),
    ];
}
