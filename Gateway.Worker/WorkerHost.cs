using System.Runtime.InteropServices;
using Gateway.Contracts;
using Gateway.Protocol;
using Gateway.Threading;
using Gateway.Worker.Executors;
using Gateway.Worker.Pipe;
using Microsoft.Extensions.Logging;

namespace Gateway.Worker;

/// <summary>
/// Creates the executor's sink, the ring and the connection to the gateway, and runs until the worker must end.
/// </summary>
internal sealed class WorkerHost : IAsyncDisposable
{
    private static readonly TimeSpan TeardownTimeout = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan FaultReportTimeout = TimeSpan.FromSeconds(2);

    private readonly WorkerIdentity _identity;
    private readonly IExecutor _executor;
    private readonly EventRing _ring;
    private readonly EventRecorder _recorder;
    private readonly OutboundFrames _outbound;
    private readonly PhoneHome _home;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly DateTime _startedAt;

    public WorkerHost(WorkerSettings options, WorkerIdentity identity, IExecutor executor, TimeProvider time, ILoggerFactory loggers)
    {
        _identity = identity;
        _executor = executor;
        _time = time;
        _logger = loggers.CreateLogger("Gateway.Worker");
        _startedAt = time.GetUtcNow().UtcDateTime;
        _ring = new EventRing(options.RingEvents, options.RingBytes);
        var wake = new AsyncSignal();
        var latest = new LatestRows();
        var items = new ItemJournal(_ring);
        _recorder = new EventRecorder(_ring, latest, items, wake, time);
        _outbound = new OutboundFrames(_ring, latest, items, wake);
        var link = new GatewayLink(
            new WorkerProfile(identity, Describe) { IsSpare = options.IsSpare }, _outbound, reply => new CommandPump(executor, Describe, reply, time, _logger), time, _logger);
        _home = new PhoneHome(link.RunAsync, options.MaxOrphanLifetime, Random.Shared, time, _logger);
    }

    /// <returns>One of the <see cref="ExitCodes"/>.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _executor.StartAsync(_recorder, cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            WorkerHostLog.ExecutorStartFailed(_logger, _executor.Backend, error);
            return ExitCodes.ExecutorStartFailed;
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var talking = _home.RunAsync(ending.Token);
        if (await Task.WhenAny(talking, _recorder.Fault) == _recorder.Fault)
        {
            await ReportFaultAsync(talking, ending);
            return ExitCodes.ExecutorFaulted;
        }

        var end = await talking;
        await StopExecutorAsync();
        return end == LinkEnd.Shutdown || cancellationToken.IsCancellationRequested ? ExitCodes.Ok : ExitCodes.GatewayLost;
    }

    public ValueTask DisposeAsync() => _executor.DisposeAsync();

    private async Task ReportFaultAsync(Task<LinkEnd> talking, CancellationTokenSource ending)
    {
        var (code, message) = await _recorder.Fault;
        WorkerHostLog.ExecutorFaulted(_logger, code, message);
        _outbound.Fault(new FaultFrame { Code = code, Message = message });

        // The gateway closes the connection when it has read the fault.
        ending.CancelAfter(FaultReportTimeout);
        await talking;
    }

    private async Task StopExecutorAsync()
    {
        using var timeout = new CancellationTokenSource(TeardownTimeout, _time);
        try
        {
            await _executor.StopAsync(timeout.Token);
        }
        catch (Exception error)
        {
            // The process ends in any case; a component that hangs in its teardown must not prevent that.
            WorkerHostLog.TeardownFailed(_logger, error);
        }
    }

    private WorkerInfo Describe()
    {
        var ring = _ring.State;
        var health = _executor.Health;
        return new WorkerInfo
        {
            ProcessId = Environment.ProcessId,
            Architecture = ArchitectureName(),
            Backend = _executor.Backend,
            Epoch = _identity.Epoch,
            StartedAt = _startedAt,
            OldestSequence = ring.Oldest,
            LatestSequence = ring.Latest,
            RingEvents = ring.Events,
            RingBytes = ring.Bytes,
            OverwrittenEvents = ring.Overwritten,
            WorkingSetBytes = Environment.WorkingSet,
            SuspectCall = health.SuspectCall,
            Platform = health.Platform,
        };
    }

    private static string ArchitectureName() => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X86 => "x86",
        Architecture.X64 => "x64",
        Architecture.Arm64 => "arm64",
        _ => "other",
    };
}
