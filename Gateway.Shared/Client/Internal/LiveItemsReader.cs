using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Events;

namespace Gateway.Client.Internal;

/// <summary>Keeps live items subscribed and read, in one session after the other.</summary>
internal sealed class LiveItemsReader(GatewayClient client, LiveItemsRequest request, LiveOutlet outlet, LiveStatusReporter status) : IDisposable
{
    private readonly NamedSession _named =
        new(client, new OpenSessionRequest { Name = request.Session, SessionTag = request.SessionTag, Backend = request.Backend });

    private readonly SemaphoreSlim _subscribing = new(1, 1);
    private readonly object _gate = new();
    private TaskCompletionSource<GatewaySession> _entered = NewEntry();
    private GatewaySession? _session;
    private EventStream? _stream;
    private ItemWriter? _writer;
    private int _fruitless;

    /// <summary>Why the session before cannot be read any more, until there is another one: what fails in between is not the cause.</summary>
    private GatewayException? _lost;

    /// <summary>Runs until it is cancelled or cannot go on, and ends the outlet. Does not throw.</summary>
    /// <param name="cancellationToken">Ends the live items.</param>
    /// <param name="callersToken">The caller's part of it, for which reading the outlet fails.</param>
    public async Task RunAsync(CancellationToken cancellationToken, CancellationToken callersToken)
    {
        client.StateChanged += OnConnection;
        try
        {
            await KeepAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            var failure = callersToken.IsCancellationRequested ? new OperationCanceledException(callersToken) : null;
            Finish(new LiveStatus { State = LiveState.Closed, Message = "The live items were closed." }, failure);
        }
        catch (ObjectDisposedException error)
        {
            Finish(new LiveStatus { State = LiveState.Closed, Message = "The client was closed." }, error);
        }
        catch (GatewayException error)
        {
            Finish(new LiveStatus { State = LiveState.Refused, Code = error.Code, Message = error.Message }, error);
        }
        catch (Exception error)
        {
            Finish(new LiveStatus { State = LiveState.Refused, Code = GatewayErrorCode.Internal, Message = error.Message }, error);
        }
        finally
        {
            client.StateChanged -= OnConnection;
            await CloseWriterAsync();
        }
    }

    /// <summary>Subscribes what the outlet has and the session has not. While there is no session, that happens with the next one.</summary>
    public async Task AddAsync(CancellationToken cancellationToken)
    {
        var (session, stream) = Current();
        if (session is null || stream is null || outlet.Missing().Count == 0)
        {
            return;
        }

        try
        {
            await SubscribeAsync(session, cancellationToken);
            await RefreshAsync(stream, cancellationToken);
        }
        catch (GatewayException) when (Current().Stream != stream)
        {
            // The next session gets all items.
        }
    }

    /// <summary>The writer of the session, as soon as there is a session.</summary>
    public async Task<ItemWriter> WriterAsync(CancellationToken cancellationToken)
    {
        Task<GatewaySession> entered;
        lock (_gate)
        {
            entered = _entered.Task;
        }

        var session = await entered.WaitAsync(cancellationToken);
        lock (_gate)
        {
            if (_writer is not { IsOver: false } || _writer.SessionId != session.Id)
            {
                _writer = new ItemWriter(session, client);
            }

            return _writer;
        }
    }

    public void Dispose() => _subscribing.Dispose();

    private static TaskCompletionSource<GatewaySession> NewEntry()
    {
        var entry = new TaskCompletionSource<GatewaySession>(TaskCreationOptions.RunContinuationsAsynchronously);
        // Often nobody waits for the session.
        TaskFaults.Ignore(entry.Task);
        return entry;
    }

    private async Task KeepAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var after = await ReadSessionAsync(cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            if (after is { Duty: ErrorDuty.GiveUp })
            {
                throw after;
            }

            _lost ??= after;
            Leave();
            Restore(after);
            if (after is not null)
            {
                // In the background: the session may be gone, and with it whatever the writer gives back.
                _ = CloseWriterAsync();
                var wait = client.Backoff.Next(_fruitless++) + TimeSpan.FromMilliseconds(after.RetryAfterMs ?? 0);
                await Task.Delay(wait, client.Time, cancellationToken);
            }
        }
    }

    /// <summary>Reads one session until it ends.</summary>
    /// <returns>Why it ended; null when it is to be read anew because the caller's rights have changed.</returns>
    private async Task<GatewayException?> ReadSessionAsync(CancellationToken cancellationToken)
    {
        try
        {
            var (session, isOpened) = await _named.FindOrOpenAsync(cancellationToken);
            outlet.BeginSession();
            await SubscribeAsync(session, cancellationToken);
            var stream = session.EventsAsync(Request(), null, cancellationToken);
            Enter(session, stream);
            outlet.Notice(new LiveSessionNotice(session.Id, isOpened, _lost?.Code));
            _lost = null;

            // Items that were added before the session could be seen here.
            await SubscribeAsync(session, cancellationToken);
            return await ReadAsync(session, stream, cancellationToken);
        }
        catch (GatewayException error)
        {
            return error;
        }
        catch (MxAccessException error)
        {
            return new GatewayException(GatewayErrorCode.Internal, error.Message, null, error);
        }
    }

    private async Task<GatewayException?> ReadAsync(GatewaySession session, EventStream stream, CancellationToken cancellationToken)
    {
        var live = new LiveStatus { State = LiveState.Live, Message = "The items are live.", SessionId = session.Id };
        var catchUp = new CatchUp(outlet);
        await foreach (var item in stream.WithCancellation(cancellationToken))
        {
            switch (item)
            {
                case StartedItem started:
                    BecomeLive(live);
                    catchUp.Begin(started);
                    break;
                case SnapshotItem snapshot:
                    outlet.Values(snapshot.Events);
                    catchUp.Snapshot();
                    break;
                case EventsItem events:
                    // A session that only starts streaming and ends again proves nothing.
                    _fruitless = 0;
                    outlet.Values(events.Events);
                    catchUp.Reach(events.Last);
                    break;
                case IdleItem idle:
                    _fruitless = 0;
                    catchUp.Reach(idle.Sequence);
                    break;
                case GapItem gap:
                    outlet.Gap(new LiveGapNotice(gap.Reason, gap.Missed));
                    catchUp.Gap();
                    if (gap.Reason == GapReason.EpochChanged)
                    {
                        return new GatewayException(GatewayErrorCode.WorkerLost, "The session has another worker, which has none of the items.");
                    }

                    break;
                case AccessItem:
                    // Items may have become visible or invisible: what is shown is what a new reading shows.
                    return null;
                case StateItem { State: SessionState.Faulted or SessionState.Closed } state:
                    return new GatewayException(
                        state.State == SessionState.Faulted ? GatewayErrorCode.SessionFaulted : GatewayErrorCode.SessionClosed,
                        state.Fault?.Message ?? "The session has ended.");
            }
        }

        return new GatewayException(GatewayErrorCode.SessionClosed, "The session was closed.");
    }

    /// <summary>One at a time, so that an item that is wanted twice at once is added once.</summary>
    private async Task SubscribeAsync(GatewaySession session, CancellationToken cancellationToken)
    {
        await _subscribing.WaitAsync(cancellationToken);
        try
        {
            while (outlet.Missing() is { Count: > 0 } missing)
            {
                outlet.Subscribed(missing, await new LiveSubscriber(session, LiveSubscriber.SharedRegistration, request.Supervisory).SubscribeAsync(missing, cancellationToken));
            }
        }
        finally
        {
            _subscribing.Release();
        }
    }

    /// <summary>Asks for a snapshot: an item that was advised already has no first callback to come.</summary>
    private async Task RefreshAsync(EventStream stream, CancellationToken cancellationToken)
    {
        int before;
        do
        {
            // A subscription that continued meanwhile did so from its position, without a snapshot.
            before = stream.Resumes;
            await stream.UpdateAsync(
                new StreamSettings { Mode = StreamMode.Conflate, Filter = Filter(), FlushIntervalMs = FlushIntervalMs(), Snapshot = true }, cancellationToken);
        }
        while (stream.Resumes != before);
    }

    private StreamRequest Request() => new()
    {
        Mode = StreamMode.Conflate,
        Filter = Filter(),
        FlushIntervalMs = FlushIntervalMs(),
        Snapshot = SnapshotPolicy.Always,
    };

    private static StreamFilter Filter() => new() { Families = [EventFamily.OnDataChange] };

    private int FlushIntervalMs() => (int)request.FlushInterval.TotalMilliseconds;

    private (GatewaySession? Session, EventStream? Stream) Current()
    {
        lock (_gate)
        {
            return (_session, _stream);
        }
    }

    private void Enter(GatewaySession session, EventStream stream)
    {
        lock (_gate)
        {
            _session = session;
            _stream = stream;
            _entered.TrySetResult(session);
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            _session = null;
            _stream = null;
            _entered = _entered.Task.IsCompleted ? NewEntry() : _entered;
        }
    }

    private Task CloseWriterAsync()
    {
        ItemWriter? writer;
        lock (_gate)
        {
            writer = _writer;
            _writer = null;
        }

        return writer?.DisposeAsync().AsTask() ?? Task.CompletedTask;
    }

    private void Restore(GatewayException? after)
    {
        var message = after is null ? "The caller's rights have changed; the items are read anew." : $"The items are being restored: {after.Message}";
        if (after is not null && outlet.Status.State != LiveState.Restoring)
        {
            ClientLog.LiveItemsRestoring(client.Logger, request.Session, after.Code, after.Message);
        }

        outlet.Restoring(new LiveStatus { State = LiveState.Restoring, Code = after?.Code, Message = message });
        status.Raise();
    }

    private void BecomeLive(LiveStatus live)
    {
        lock (_gate)
        {
            // What was received may be read after the connection was lost; the next subscription begins with this item again.
            if (client.State == GatewayConnectionState.Connected)
            {
                outlet.Live(live);
            }
        }

        status.Raise();
    }

    private void OnConnection(object? sender, ConnectionStateChangedEventArgs change)
    {
        lock (_gate)
        {
            // A transition may be reported after the connection is back: only the present state counts.
            if (_stream is null || client.State is GatewayConnectionState.Connected or GatewayConnectionState.Closed)
            {
                return;
            }

            outlet.Restoring(new LiveStatus
            {
                State = LiveState.Restoring,
                Code = (change.Error as GatewayException)?.Code,
                Message = "The connection to the gateway was lost and is being restored.",
            });
        }

        status.Raise();
    }

    private void Finish(LiveStatus last, Exception? failure)
    {
        Leave();
        lock (_gate)
        {
            _entered.TrySetException(failure ?? new ObjectDisposedException(nameof(LiveItems)));
        }

        outlet.Finish(last, failure);
        status.Raise();
    }
}
