using Gateway.Contracts;
using Gateway.Values;

namespace Gateway.Testing;

/// <summary>A command and a reply in which every field is set.</summary>
public static class SampleCommands
{
    private static readonly DateTime Time = new DateTime(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc).AddTicks(7);

    public static MxCommand Full { get; } = new()
    {
        Method = MxMethod.Write2Bulk,
        ServerHandle = 1,
        ItemHandle = 2,
        ClientName = "client",
        ItemDefinition = "Tank101.Level.PV",
        ItemContext = "Tank101",
        Value = MxValue.FromInt64(long.MaxValue),
        Timestamp = MxValue.FromDate(Time),
        UserId = 3,
        VerifierUserId = 4,
        UserName = "user",
        Password = "secret",
        UserGuid = "{00000000-0000-0000-0000-000000000000}",
        UpdateInterval = 500,
        Supervisory = true,
        ItemDefinitions = ["a", "b"],
        ItemHandles = [1, 2],
        Writes = [new MxWrite { ItemHandle = 2, Value = MxValue.FromFloat(1.5f), Timestamp = MxValue.FromFileTime(Time), UserId = 1, VerifierUserId = 2 }],
        TimeoutMs = 1_000,
        ReadTimeoutMs = 800,
    };

    public static MxReply FullReply { get; } = new()
    {
        Method = MxMethod.ReadBulk,
        Hresult = unchecked((int)0x80070057),
        Diagnostic = "The argument is not valid.",
        ReturnValue = 12,
        Status = new MxStatus { Success = 0, Category = MxStatusCategory.OperationalError, DetectedBy = MxStatusSource.RespondingNmx, Detail = 5 },
        Results =
        [
            new MxItemResult
            {
                ItemDefinition = "a",
                ItemHandle = 1,
                Hresult = -1,
                Diagnostic = "no",
                Value = MxValue.FromDouble(double.NaN),
                Quality = 192,
                SourceTime = Time,
                Statuses = [MxStatus.Good],
            },
            new MxItemResult(),
        ],
        Session = new SessionItems
        {
            Servers = [new ServerInfo { ServerHandle = 1, ClientName = "client" }],
            Items = [Item],
            PendingWrites = 2,
        },
        Worker = Worker,
    };

    public static ItemInfo Item => new()
    {
        ServerHandle = 1,
        ItemHandle = 7,
        ItemDefinition = "Tank101.Level.PV",
        ItemContext = "Tank101",
        Advised = AdviseKind.Supervisory,
        Buffered = true,
        Suspended = true,
        AddedAfter = 41,
    };

    public static WorkerInfo Worker => new()
    {
        ProcessId = 4711,
        Architecture = "x86",
        Backend = "simulator",
        Epoch = "0123456789abcdef",
        StartedAt = Time,
        OldestSequence = 1,
        LatestSequence = 99,
        RingEvents = 99,
        RingBytes = 9_999,
        OverwrittenEvents = 3,
        WorkingSetBytes = 1L << 40,
    };
}
