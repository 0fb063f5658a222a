using System.IO.Pipes;
using Gateway.Protocol;

namespace Gateway.Web.Sessions.Workers;

/// <summary>
/// Keeps a session's pipe open for as long as the session lives. While the session waits for its worker, callers do their handshakes in
/// parallel, so that a caller that fails or stays silent does not keep the worker out. While the session has its worker, callers get no
/// answer and are disconnected.
/// </summary>
internal sealed class WorkerListener : IAsyncDisposable
{
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How long to wait before the pipe's name is tried again while another process holds it.</summary>
    private static readonly TimeSpan NameRetry = TimeSpan.FromMilliseconds(250);

    /// <summary>Largest number of callers in their handshake at the same time; the next one waits until one of them is done.</summary>
    private const int MaxCallers = 16;

    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _gate = new();
    private readonly WorkerLaunch _launch;
    private readonly WorkerOptions _options;
    private readonly PipeRefusals _refusals;
    private readonly HeartbeatTimers _heartbeats;
    private readonly TimeProvider _time;
    private readonly TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _spareWaits;
    private TaskCompletionSource<Vacancy> _wanted = NewWant();
    private Task? _running;
    private volatile bool _isKeptOut;
    private volatile bool _hasSession;

    public WorkerListener(WorkerLaunch launch, WorkerOptions options, PipeRefusals refusals, HeartbeatTimers heartbeats, TimeProvider time)
    {
        _launch = launch;
        _options = options;
        _refusals = refusals;
        _heartbeats = heartbeats;
        _time = time;
    }

    /// <summary>Whether the pipe's name is held by another process, so that no worker can connect.</summary>
    public bool IsKeptOut => _isKeptOut;

    /// <summary>Completes when the first caller waits for the session of a spare worker.</summary>
    public Task Called => _called.Task;

    /// <summary>Begins to listen if it does not listen yet.</summary>
    public void Open()
    {
        lock (_gate)
        {
            _running ??= RunAsync();
        }
    }

    /// <summary>Waits for the session's worker. Only one wait at a time is allowed.</summary>
    /// <param name="resumeAfter">Highest sequence that the gateway has of this worker; 0 for a new one.</param>
    /// <param name="cancellationToken">The time for it is over.</param>
    public async Task<WorkerConnection> AcceptAsync(long resumeAfter, CancellationToken cancellationToken)
    {
        var vacancy = new Vacancy(resumeAfter);
        _hasSession = true;
        Open();
        lock (_gate)
        {
            _wanted.SetResult(vacancy);
        }

        try
        {
            return await vacancy.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (_gate)
            {
                _wanted = NewWant();
            }
        }
    }

    /// <summary>Waits for the session's worker for as long as its process lives, as <see cref="AcceptAsync"/> does.</summary>
    /// <returns>Null when the process ends or the time is over first.</returns>
    public async Task<WorkerConnection?> TryAcceptAsync(IWorkerProcess process, long resumeAfter, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var accepting = AcceptAsync(resumeAfter, ending.Token);
        if (await Task.WhenAny(accepting, process.Exited) == process.Exited)
        {
            await ending.CancelAsync();
        }

        await ((Task)accepting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return accepting.IsCompletedSuccessfully ? await accepting : null;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_closing.IsCancellationRequested)
        {
            await _closing.CancelAsync();
            await (_running ?? Task.CompletedTask);
        }
    }

    private static TaskCompletionSource<Vacancy> NewWant() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task RunAsync()
    {
        var callers = new List<Task>();
        Task<NamedPipeServerStream?>? listening = null;
        try
        {
            while (!_closing.IsCancellationRequested)
            {
                listening ??= ListenAsync();
                var first = await Task.WhenAny(callers.Count < MaxCallers ? [listening, .. callers] : callers);
                if (first != listening)
                {
                    callers.Remove(first);
                }
                else if (await listening is { } caller)
                {
                    // The next instance is opened before this caller is handled: if this caller held the last instance of the pipe and
                    // were refused, clients that have just connected would be dropped with it.
                    listening = ListenAsync();
                    callers.Add(AdmitAsync(caller));
                }
            }
        }
        finally
        {
            await Task.WhenAll(callers);
            if (listening is not null && await listening is { } late)
            {
                await late.DisposeAsync();
            }
        }
    }

    /// <returns>Null when the listener is closing.</returns>
    private async Task<NamedPipeServerStream?> ListenAsync()
    {
        string? told = null;
        while (!_closing.IsCancellationRequested)
        {
            NamedPipeServerStream? pipe = null;
            try
            {
                pipe = new NamedPipeServerStream(
                    _launch.PipeName, PipeDirection.InOut, NamedPipeServerStream.MaxAllowedServerInstances, PipeTransmissionMode.Byte,
                    PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
                _isKeptOut = false;
                await pipe.WaitForConnectionAsync(_closing.Token);
                return pipe;
            }
            catch (Exception error)
            {
                await (pipe?.DisposeAsync() ?? ValueTask.CompletedTask);
                if (_closing.IsCancellationRequested)
                {
                    return null;
                }

                _isKeptOut = pipe is null;
                var trouble = pipe is not null
                    ? error.Message
                    : $"The pipe {_launch.PipeName} cannot be opened: {error.Message} Find the process that holds this name and end it; the gateway keeps trying until then.";
                // Logged once for each kind of failure, however long it lasts.
                if (told != trouble)
                {
                    told = trouble;
                    _refusals.Record(_launch.SessionId, trouble);
                }

                if (pipe is null)
                {
                    await Task.Delay(NameRetry, _time, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            }
        }

        return null;
    }

    private async Task AdmitAsync(NamedPipeServerStream pipe)
    {
        var taken = false;
        try
        {
            taken = await ShakeHandsAsync(pipe);
        }
        catch (Exception error) when (error is ProtocolException or IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            _refusals.Record(_launch.SessionId, error.Message);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // No caller is accepted any more.
        }
        finally
        {
            await (taken ? ValueTask.CompletedTask : pipe.DisposeAsync());
        }
    }

    /// <returns>True when the connection has been handed to the session.</returns>
    private async Task<bool> ShakeHandsAsync(NamedPipeServerStream stream)
    {
        var pipe = new WorkerPipe(stream);
        Vacancy? vacancy = null;
        using var timeout = new CancellationTokenSource(HandshakeTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _closing.Token);
        try
        {
            var hello = await WorkerHandshake.RunAsync(pipe.Reader, pipe.Writer, _launch, AdmitWhenWantedAsync, either.Token);
            var ready = await pipe.Reader.ExpectAsync<ReadyFrame>(FrameType.Ready, either.Token);
            var connection = new WorkerConnection(pipe, new ProvenWorker(_launch.SessionId, hello.Epoch, ready.Worker), _options, _heartbeats, _time);
            return vacancy!.TryFill(connection) ? true : throw new ProtocolException("The session already has its worker or no longer waits for it.");
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !_closing.IsCancellationRequested)
        {
            throw new ProtocolException(vacancy is null && HasWorker
                ? "A second caller connected while the session has its worker."
                : "The caller did not finish the handshake in time.");
        }

        async Task<AdoptFrame> AdmitWhenWantedAsync()
        {
            Task<Vacancy> wanted;
            lock (_gate)
            {
                wanted = _wanted.Task;
            }

            vacancy = await WaitAsync(wanted);
            return new AdoptFrame
            {
                ResumeAfter = vacancy.ResumeAfter,
                HeartbeatIntervalMs = _options.HeartbeatIntervalMs,
                HeartbeatGraceMs = _options.HeartbeatGraceMs,
            };
        }

        // The time of a spare worker runs when its session is there. It is the first to call; later callers have the usual time.
        async Task<Vacancy> WaitAsync(Task<Vacancy> wanted)
        {
            if (!_launch.IsSpare || _hasSession || Interlocked.Exchange(ref _spareWaits, 1) == 1)
            {
                return await wanted.WaitAsync(either.Token);
            }

            timeout.CancelAfter(Timeout.InfiniteTimeSpan);
            _called.TrySetResult();
            var session = await wanted.WaitAsync(either.Token);
            timeout.CancelAfter(HandshakeTimeout);
            return session;
        }
    }

    private bool HasWorker
    {
        get
        {
            lock (_gate)
            {
                return !_wanted.Task.IsCompleted;
            }
        }
    }
}
