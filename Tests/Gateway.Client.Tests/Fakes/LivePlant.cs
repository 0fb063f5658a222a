using System.Collections.Concurrent;
using System.Threading.Channels;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Events;
using Gateway.Testing;
using Gateway.Values;

namespace Gateway.Client.Tests.Fakes;

/// <summary>A gateway with sessions, registrations and items, whose streams of values and of completions the test drives.</summary>
internal sealed class LivePlant : IAsyncDisposable
{
    public const string Forbidden = "Secret";

    private readonly ConcurrentDictionary<EventFamily, Channel<DrivenStream>> _streams = new();
    private readonly Channel<MxCommand> _writes = Channel.CreateBounded<MxCommand>(10_000);
    private int _handles;
    private int _sessions;

    private LivePlant(FakeGateway gateway)
    {
        Gateway = gateway;
        gateway.OnList = () => [.. Open.Where(info => !gateway.ClosedSessions.Contains(info.SessionId))];
        gateway.OnOpen = request => AddSession(request.Name, request.SessionTag);
        gateway.OnInvoke = (command, _) => Run(command);
        gateway.OnStream = Begin;
    }

    public FakeGateway Gateway { get; }

    public ConcurrentQueue<SessionInfo> Open { get; } = new();

    public ConcurrentQueue<ServerInfo> Servers { get; } = new();

    public ConcurrentQueue<ItemInfo> Items { get; } = new();

    /// <summary>What the plant refuses.</summary>
    public ConcurrentDictionary<string, bool> Refused { get; } = new([new(Forbidden, true)]);

    /// <summary>Called before each command; may throw.</summary>
    public Action<MxCommand> BeforeCommand { get; set; } = _ => { };

    /// <summary>The first value that a ReadBulk gives.</summary>
    public Func<string, MxItemResult> OnRead { get; set; } = reference => new MxItemResult { ItemDefinition = reference, Value = MxValue.FromInt32(1), Quality = 192 };

    public Func<MxCommand, int> HresultOfWrite { get; set; } = _ => 0;

    public IEnumerable<MxCommand> Commands => Gateway.Commands;

    public static async Task<LivePlant> StartAsync(int parallelInvocations = FakeGateway.ParallelInvocations) =>
        new(await FakeGateway.StartAsync(parallelInvocations: parallelInvocations));

    public static EventsItem ValuesFrom(long first, params (int ItemHandle, int Value)[] values) => new()
    {
        First = first,
        Last = first + values.Length - 1,
        Events = [.. values.Select((value, i) => ValueOf(first + i, value.ItemHandle, value.Value))],
    };

    public static SnapshotItem Snapshot(long asOf, params (int ItemHandle, int Value)[] values) =>
        new() { AsOf = asOf, Events = [.. values.Select(value => ValueOf(asOf, value.ItemHandle, value.Value))] };

    public static EventsItem Completed(long sequence, int serverHandle, int itemHandle, MxStatus? status = null) => new()
    {
        First = sequence,
        Last = sequence,
        Events =
        [
            new MxEvent
            {
                Sequence = sequence,
                Family = EventFamily.OnWriteComplete,
                ServerHandle = serverHandle,
                ItemHandle = itemHandle,
                WorkerTime = DateTime.UnixEpoch,
                Statuses = [status ?? MxStatus.Good],
            },
        ],
    };

    public static StartedItem Started(long latest, long? resumedAfter = null) => Fakes.Items.Started(resumedAfter ?? latest) with { Latest = latest };

    public SessionInfo AddSession(string? name, string? tag = null, DateTime? createdAt = null)
    {
        var number = Interlocked.Increment(ref _sessions);
        var info = Gateway.Session($"s{number}") with { Name = name, SessionTag = tag, CreatedAt = createdAt ?? DateTime.UnixEpoch.AddSeconds(number) };
        Open.Enqueue(info);
        return info;
    }

    /// <summary>The sessions and all that they had are gone.</summary>
    public void Lose()
    {
        Open.Clear();
        Servers.Clear();
        Items.Clear();
    }

    /// <summary>The next subscription of values, or of completions, that begins.</summary>
    public async Task<DrivenStream> StreamAsync(EventFamily family = EventFamily.OnDataChange) =>
        await StreamsOf(family).Reader.ReadAsync().WithTimeout($"a subscription of {family}");

    /// <summary>The next subscription, which has started with what is known.</summary>
    public async Task<DrivenStream> BeginAsync(params (int ItemHandle, int Value)[] values)
    {
        var stream = await StreamAsync();
        stream.Send(Started(0), Snapshot(0, values));
        return stream;
    }

    /// <summary>The next write that arrives.</summary>
    public async Task<MxCommand> WriteAsync() => await _writes.Reader.ReadAsync().WithTimeout("a write");

    public ValueTask DisposeAsync() => Gateway.DisposeAsync();

    private static MxEvent ValueOf(long sequence, int itemHandle, int value) => Fakes.Items.Event(sequence) with { ItemHandle = itemHandle, Value = MxValue.FromInt32(value) };

    private IAsyncEnumerable<StreamItem> Begin(FakeStream stream)
    {
        var driven = new DrivenStream(stream);
        Assert.True(StreamsOf(stream.Request.Filter!.Families![0]).Writer.TryWrite(driven));
        return driven.ReadAsync();
    }

    private Channel<DrivenStream> StreamsOf(EventFamily family) => _streams.GetOrAdd(family, _ => Channel.CreateBounded<DrivenStream>(1_000));

    private MxReply Run(MxCommand command)
    {
        BeforeCommand(command);
        var reply = new MxReply { Method = command.Method };
        switch (command.Method)
        {
            case MxMethod.GetSessionState:
                return reply with { Session = new SessionItems { Servers = [.. Servers], Items = [.. Items] } };
            case MxMethod.Register:
                Servers.Enqueue(new ServerInfo { ServerHandle = Servers.Count + 1, ClientName = command.ClientName! });
                return reply with { ReturnValue = Servers.Count };
            case MxMethod.SubscribeBulk when command.ItemDefinitions!.All(Refused.ContainsKey):
                // As on the gateway: what is forbidden for each item is refused as a whole.
                throw new GatewayException(GatewayErrorCode.Forbidden, "Not for you.");
            case MxMethod.SubscribeBulk:
                return reply with { Results = [.. command.ItemDefinitions!.Select(reference => Subscribe(command.ServerHandle!.Value, reference))] };
            case MxMethod.ReadBulk:
                return reply with { Results = [.. command.ItemDefinitions!.Select(OnRead)] };
            case MxMethod.UnsubscribeBulk:
                return reply with { Results = [.. command.ItemHandles!.Select(handle => new MxItemResult { ItemHandle = handle })] };
            case MxMethod.Write:
                _writes.Writer.TryWrite(command);
                return reply with { Hresult = HresultOfWrite(command) };
            default:
                return reply;
        }
    }

    private MxItemResult Subscribe(int serverHandle, string reference)
    {
        if (Refused.ContainsKey(reference))
        {
            return new MxItemResult { ItemDefinition = reference, Hresult = -1, Diagnostic = "[Forbidden] Not for you." };
        }

        var handle = Interlocked.Increment(ref _handles);
        Items.Enqueue(new ItemInfo { ServerHandle = serverHandle, ItemHandle = handle, ItemDefinition = reference, Advised = AdviseKind.Plain });
        return new MxItemResult { ItemDefinition = reference, ItemHandle = handle };
    }
}
