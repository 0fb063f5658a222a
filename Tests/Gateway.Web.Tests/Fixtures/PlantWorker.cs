using System.Collections.Concurrent;
using System.IO.Pipes;
using System.Security.Cryptography;
using Gateway.Contracts;
using Gateway.Events;
using Gateway.Protocol;
using Gateway.Serialization;
using Gateway.Values;
using Gateway.Web.Sessions.Workers;
using Gateway.Web.Tests.Streams.Events;

namespace Gateway.Web.Tests.Fixtures;

/// <summary>
/// A worker with the behaviour that access tests need: it proves its identity, adds items and announces them before the reply,
/// answers everything else with success, and publishes events when the test says so. To extend it, change
/// <see cref="AnswerAsync"/>, which is all of its behaviour.
/// </summary>
internal sealed class PlantWorker : IWorkerProcess
{
    /// <summary>The duration that it reports for traced commands.</summary>
    public static readonly TimeSpan ExecutionTime = TimeSpan.FromMicroseconds(1_234);

    private readonly WorkerLaunch _launch;
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _publishing = new(1, 1);
    private readonly TaskCompletionSource<FrameWriter> _writer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<ItemInfo> _items = [];
    private long _sequence;

    public PlantWorker(WorkerLaunch launch)
    {
        _launch = launch;
        _ = RunAsync();
    }

    public int ProcessId => 4711;

    public ProcessIdentity Identity { get; } = new(4711, "plant", "plant");

    public Task<int> Exited => _exited.Task;

    public string Epoch { get; } = "fake-epoch";

    /// <summary>The received commands, in order.</summary>
    public ConcurrentQueue<MxCommand> Commands { get; } = new();

    /// <summary>What MXAccess answers for each item of a <see cref="MxMethod.SubscribeBulk"/>.</summary>
    public int SubscribeHresult { get; set; }

    /// <summary>What every command waits for before it is answered.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public void Kill()
    {
        _stop.Cancel();
        _exited.TrySetResult(0);
    }

    public void Dispose() => _publishing.Dispose();

    /// <summary>Publishes one OnDataChange per item handle, in one batch, and returns the last sequence.</summary>
    public Task<long> PublishAsync(params int[] items) => PublishAsync(items.Length, (sequence, i) => EncodedEvents.Change(sequence, items[i]));

    /// <summary>Publishes one OnDataChange with a value, and returns its sequence.</summary>
    public Task<long> PublishValueAsync(int item, MxValue value) => PublishAsync(1, (sequence, _) => EncodedEvents.Change(sequence, item, value));

    private async Task<long> PublishAsync(int count, Func<long, int, MxEvent> eventAt)
    {
        var writer = await _writer.Task;
        await _publishing.WaitAsync();
        try
        {
            var first = _sequence + 1;
            _sequence += count;
            var body = EncodedEvents.Body([.. Enumerable.Range(0, count).Select(i => eventAt(first + i, i))]);
            var frame = new byte[ProtocolLimits.HeaderBytes + body.Length];
            FrameWriter.WriteHeader(frame, FrameType.Events, body.Length);
            body.CopyTo(frame.AsMemory(ProtocolLimits.HeaderBytes));
            await writer.WriteAsync(frame, CancellationToken.None);
            return _sequence;
        }
        finally
        {
            _publishing.Release();
        }
    }

    private async Task RunAsync()
    {
        try
        {
            await using var pipe = new NamedPipeClientStream(".", _launch.PipeName, PipeDirection.InOut, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
            await pipe.ConnectAsync(_stop.Token);
            var reader = new FrameReader(pipe);
            var writer = new FrameWriter(pipe);
            await ProveAsync(reader, writer);
            _writer.SetResult(writer);
            while (await reader.ReadAsync(_stop.Token) is { } frame && frame.Type != FrameType.Shutdown)
            {
                if (frame.Type == FrameType.Command)
                {
                    await AnswerAsync(WireSerializer.Deserialize<CommandFrame>(frame.Body.Span), writer);
                }
                else
                {
                    await writer.WriteAsync(FrameType.Heartbeat, new HeartbeatFrame(), CancellationToken.None);
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The test has ended.
        }
        finally
        {
            _exited.TrySetResult(0);
        }
    }

    private async Task ProveAsync(FrameReader reader, FrameWriter writer)
    {
        var hello = new HelloFrame
        {
            Version = ProtocolLimits.Version,
            SessionId = _launch.SessionId,
            Epoch = Epoch,
            ProcessId = ProcessId,
            Challenge = RandomNumberGenerator.GetBytes(ProtocolLimits.ChallengeBytes),
        };
        await writer.WriteAsync(FrameType.Hello, hello, _stop.Token);
        var challenge = WireSerializer.Deserialize<ChallengeFrame>((await reader.ReadAsync(_stop.Token))!.Value.Body.Span);
        await writer.WriteAsync(FrameType.Proof, new ProofFrame { Proof = HandshakeProof.OfWorker(_launch.Nonce, hello, challenge.Challenge) }, _stop.Token);
        await reader.ReadAsync(_stop.Token);
        reader.MaxBody = ProtocolLimits.MaxBody;
        await writer.WriteAsync(FrameType.Ready, new ReadyFrame { Worker = Info() }, _stop.Token);
    }

    private async Task AnswerAsync(CommandFrame frame, FrameWriter writer)
    {
        var command = frame.Command;
        Commands.Enqueue(command);
        await Gate;
        int? value = command.Method == MxMethod.Register ? 1 : null;
        if (command.Method is MxMethod.AddItem or MxMethod.AddItem2)
        {
            var item = new ItemInfo
            {
                ServerHandle = 1,
                ItemHandle = _items.Count + 1,
                ItemDefinition = command.ItemDefinition!,
                ItemContext = command.ItemContext,
                AddedAfter = _sequence,
            };
            _items.Add(item);
            value = item.ItemHandle;
            await writer.WriteAsync(FrameType.State, new StateFrame { Items = [item] }, CancellationToken.None);
        }

        var reply = new MxReply
        {
            Method = command.Method,
            ReturnValue = value,
            Session = command.Method == MxMethod.GetSessionState ? new SessionItems { Items = [.. _items] } : null,
            Results = command.ItemDefinitions is { } names
                ? [.. names.Select(name => new MxItemResult { ItemDefinition = name, Value = MxValue.FromInt32(7), Hresult = command.Method == MxMethod.SubscribeBulk ? SubscribeHresult : 0 })]
                : null,
            Worker = command.Method == MxMethod.GetWorkerInfo ? Info() : null,
        };
        await writer.WriteAsync(FrameType.Reply, new ReplyFrame { CorrelationId = frame.CorrelationId, Reply = reply, Execution = ExecutionOf(frame) }, CancellationToken.None);
    }

    private static CommandExecution? ExecutionOf(CommandFrame frame) => frame.TraceParent is null
        ? null
        : new CommandExecution { StartedAt = TimeProvider.System.GetUtcNow().UtcDateTime, DurationUs = (long)ExecutionTime.TotalMicroseconds };

    private WorkerInfo Info() => new() { ProcessId = ProcessId, Architecture = "x64", Backend = _launch.Backend, Epoch = Epoch };
}
