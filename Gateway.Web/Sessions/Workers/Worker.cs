using System.Globalization;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Protocol;
using Gateway.Web.Platform.Recorder;
using Gateway.Web.Sessions.Commands;

namespace Gateway.Web.Sessions.Workers;

/// <summary>A worker that has become ready: its process, and its connection, which may break and be replaced.</summary>
internal sealed class Worker : IFrameChannel, IAsyncDisposable
{
    private const int RetryAfterMs = 500;

    private readonly WorkerPlace _place;
    private readonly WorkerOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _ending = new();
    private volatile WorkerConnection? _connection;
    private volatile WorkerStatus? _exited;
    private long _lostAt;

    public Worker(WorkerPlace place, WorkerConnection connection, WorkerOptions options, TimeProvider time, ILogger logger)
    {
        _place = place;
        _connection = connection;
        _options = options;
        _time = time;
        _logger = logger;
        Epoch = connection.Worker.Epoch;
        Architecture = connection.Worker.Info.Architecture;
        LatestWhenReady = connection.Worker.Info.LatestSequence;
        _ = NoteExitAsync();
    }

    public int ProcessId => _place.ProcessId;

    public string Epoch { get; }

    /// <summary>Completes with the exit code when the process has ended.</summary>
    public Task<int> Exited => _place.Exited;

    /// <summary>The highest sequence that the worker had assigned when it became ready.</summary>
    public long LatestWhenReady { get; }

    /// <summary><c>x86</c>, <c>x64</c> or <c>arm64</c>, as the worker says.</summary>
    public string Architecture { get; }

    /// <summary>What the worker's last heartbeat said; null while it is not connected. Any thread.</summary>
    public HeartbeatFrame? Vitals => _connection?.Vitals;

    /// <summary>The status for descriptions of the session. May be read on any thread.</summary>
    public WorkerStatus Status => _exited ?? (_connection is null
        ? new() { State = WorkerState.NotAnswering, Since = LostAt }
        : new() { State = WorkerState.Ready });

    private DateTime LostAt => new(Volatile.Read(ref _lostAt), DateTimeKind.Utc);

    /// <summary>Reads events and replies until the worker is lost for good or given up, and returns the reason.</summary>
    public async Task<string> RunAsync(IWorkerObserver observer)
    {
        while (true)
        {
            var connection = _connection!;
            var end = await connection.RunAsync(observer);
            Log(end);
            // The order matters: a command that is being sent fails first, and then no command is left waiting.
            Volatile.Write(ref _lostAt, _time.GetUtcNow().UtcTicks);
            _connection = null;
            await connection.DisposeAsync();
            observer.OnDisconnected(end.Reason);
            if (!end.MayReturn || await ReturnAsync(observer.Held) is not { } next)
            {
                return end.Reason;
            }

            if (next.Worker.Epoch != Epoch)
            {
                await next.DisposeAsync();
                return "The worker connected again with another event numbering.";
            }

            WorkerLog.Returned(_logger, _place.SessionId, ProcessId);
            _place.Ring.Note(OccurrenceKind.WorkerReturned);
            _connection = next;
        }
    }

    /// <exception cref="GatewayException"><c>WorkerUnavailable</c>: nothing was sent.</exception>
    /// <exception cref="IOException">The worker is gone.</exception>
    public ValueTask SendAsync<T>(FrameType type, T message, CancellationToken cancellationToken) =>
        _connection?.SendAsync(type, message, cancellationToken)
        ?? throw new GatewayException(
            GatewayErrorCode.WorkerUnavailable,
            string.Create(CultureInfo.InvariantCulture, $"The session is ready, but its worker has not answered since {LostAt:HH:mm:ss.fff}Z; it is expected to connect again."),
            RetryAfterMs);

    /// <summary>Asks the worker to end and waits for it; kills it when it takes too long or cannot be asked.</summary>
    public async Task ShutdownAsync(string reason)
    {
        await _ending.CancelAsync();
        if (!await AskToEndAsync(reason))
        {
            await KillAsync();
            return;
        }

        try
        {
            await _place.Exited.WaitAsync(TimeSpan.FromSeconds(_options.ShutdownTimeoutSeconds), _time);
        }
        catch (TimeoutException)
        {
            WorkerLog.KilledAfterTimeout(_logger, _place.SessionId, ProcessId, _options.ShutdownTimeoutSeconds);
            await KillAsync();
        }
    }

    /// <summary>Ends the process at once; does not wait for its end.</summary>
    public void Kill()
    {
        _ending.Cancel();
        _place.Kill();
    }

    public async Task KillAsync()
    {
        Kill();
        await _place.Exited;
    }

    /// <summary>Releases the worker: it continues, and tries to connect until the next gateway adopts it.</summary>
    public async Task HandOverAsync()
    {
        await _ending.CancelAsync();
        await (_connection?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _place.ReleaseAsync();
        WorkerLog.HandedOver(_logger, _place.SessionId, ProcessId);
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await (_connection?.DisposeAsync() ?? ValueTask.CompletedTask);
        WorkerLog.Exited(_logger, _place.SessionId, ProcessId, await _place.EndAsync());
    }

    private async Task NoteExitAsync() => _exited = new() { State = WorkerState.Exited, ExitCode = await _place.Exited };

    private void Log(ConnectionEnd end)
    {
        if (end.Error is { } error)
        {
            WorkerLog.NotTakenIn(_logger, _place.SessionId, error);
        }

        WorkerLog.ConnectionLost(_logger, _place.SessionId, end.Reason);
        if (!_ending.IsCancellationRequested)
        {
            _place.Ring.Note(new Occurrence(OccurrenceKind.WorkerLost) { Word = EnumWord.Of(end.Cause) });
        }
    }

    private async Task<bool> AskToEndAsync(string reason)
    {
        try
        {
            await SendAsync(FrameType.Shutdown, new ShutdownFrame { Reason = reason }, CancellationToken.None);
            return true;
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException or GatewayException)
        {
            return false;
        }
    }

    // Waits for the worker to connect again, for as long as its process lives and it is not given up.
    private async Task<WorkerConnection?> ReturnAsync(long held)
    {
        if (_ending.IsCancellationRequested)
        {
            return null;
        }

        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(_options.ReconnectTimeoutSeconds), _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _ending.Token);
        return await _place.ConnectAsync(held, either.Token);
    }
}
