using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Events;
using Gateway.Values;

namespace Gateway.Client.Internal;

/// <summary>
/// Writes that wait for their completion. MXAccess names a completion by server handle and item handle only, so two writes in flight on one
/// item cannot be told apart. The writer therefore has a registration of its own, on which nobody else writes, and <see cref="WriteTurns"/> sends
/// the next write of an item when the one before has completed. An item whose write was given up is not used again, so that a late completion
/// is never taken for that of another write. Safe on any thread.
/// </summary>
internal sealed class ItemWriter : IAsyncDisposable
{
    /// <summary>How long giving the registration back may take.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private readonly GatewaySession _session;
    private readonly GatewayClient _client;
    private readonly Lazy<Task<int>> _ready;
    private readonly CancellationTokenSource _end = new();
    private readonly object _gate = new();
    private readonly Dictionary<string, Task<int>> _handles = new(LiveReference.Comparer);
    private readonly Dictionary<int, TaskCompletionSource<WriteCompletion>> _waiting = [];
    private readonly HashSet<int> _abandoned = [];
    private int _serverHandle = -1;
    private bool _isOver;

    public ItemWriter(GatewaySession session, GatewayClient client)
    {
        _session = session;
        _client = client;
        _ready = new Lazy<Task<int>>(StartAsync);
    }

    public string SessionId => _session.Id;

    /// <summary>It cannot write any more: its completions are read no longer.</summary>
    public bool IsOver
    {
        get
        {
            lock (_gate)
            {
                return _isOver;
            }
        }
    }

    /// <summary>Sends a write and waits for its completion. The caller has one write of an item at a time on the way.</summary>
    public async Task<WriteCompletion> WriteAsync(PendingItemWrite write, CancellationToken cancellationToken)
    {
        var server = await _ready.Value.WaitAsync(cancellationToken);
        var item = await HandleAsync(server, write, cancellationToken);
        var completion = new TaskCompletionSource<WriteCompletion>(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskFaults.Ignore(completion.Task);
        Expect(item, completion);
        var isAnswered = false;
        try
        {
            write.IsSent = true;
            await _session.WriteAsync(server, new MxWrite { ItemHandle = item, Value = write.Value, UserId = write.UserId }, cancellationToken);
            return await completion.Task.WaitAsync(cancellationToken);
        }
        catch (MxAccessException)
        {
            isAnswered = true;
            throw;
        }
        catch (GatewayException error) when (error.Duty != ErrorDuty.OutcomeUnknown)
        {
            isAnswered = true;
            throw;
        }
        finally
        {
            Settle(write.Key, item, isAnswered || completion.Task.Status == TaskStatus.RanToCompletion);
        }
    }

    /// <summary>What still waits fails with <c>OutcomeUnknown</c>. The registration is given back if that can be done soon. Does not throw.</summary>
    public async ValueTask DisposeAsync()
    {
        End("The writer was closed");
        if (_ready.IsValueCreated && _client.State == GatewayConnectionState.Connected)
        {
            await UnregisterAsync();
        }

        // Not disposed: a write that is under way may still look at its token, and it holds no timer.
        await _end.CancelAsync();
    }

    private async Task UnregisterAsync()
    {
        using var limit = TimeLimit.After(Farewell, _client.Time);
        try
        {
            await _session.UnregisterAsync(await _ready.Value.WaitAsync(limit.Token), limit.Token);
        }
        catch (Exception)
        {
            // The session or the connection is gone, and with it the registration or the way to give it back.
        }
    }

    private void Expect(int item, TaskCompletionSource<WriteCompletion> completion)
    {
        lock (_gate)
        {
            _waiting[item] = _isOver
                ? throw new GatewayException(GatewayErrorCode.SessionNotReady, "The session was lost before the write was sent. Try again when the items are live.")
                : completion;
        }
    }

    private void Settle(string key, int item, bool isAnswered)
    {
        lock (_gate)
        {
            _waiting.Remove(item);
            if (!isAnswered)
            {
                _abandoned.Add(item);
                _handles.Remove(key);
            }
        }
    }

    private async Task<int> HandleAsync(int server, PendingItemWrite write, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task<int>? handle;
            bool isOwn;
            lock (_gate)
            {
                isOwn = !_handles.TryGetValue(write.Key, out handle);
                if (isOwn)
                {
                    handle = Task.Run(() => AddAsync(server, write), CancellationToken.None);
                    TaskFaults.Ignore(handle);
                    _handles[write.Key] = handle;
                }
            }

            try
            {
                return await handle!.WaitAsync(cancellationToken);
            }
            catch (GatewayException) when (!isOwn)
            {
                // An earlier write that was given up had asked for the item, and may have waited for less time.
            }
        }
    }

    private async Task<int> AddAsync(int server, PendingItemWrite write)
    {
        try
        {
            // MXAccess refuses a write before the first value of the item has come.
            var options = new SubscribeOptions { FirstValues = write.FirstValueWait };
            var results = await _session.SubscribeBulkAsync(server, [write.Reference], options, _end.Token);
            var result = results.Count > 0 ? results[0] : null;
            if (result is not { ItemHandle: { } item, Hresult: >= 0, Value: not null } || !Succeeded(result.Statuses))
            {
                await GiveBackAsync(server, result?.ItemHandle);
                throw new GatewayException(GatewayErrorCode.NotFound, $"{write.Reference} cannot be written: {result?.Diagnostic ?? "it has no value yet"}.");
            }

            lock (_gate)
            {
                return _abandoned.Contains(item)
                    ? throw new GatewayException(GatewayErrorCode.OutcomeUnknown, $"An earlier write of {write.Reference} has not completed yet. This one was not sent.")
                    : item;
            }
        }
        catch (Exception)
        {
            lock (_gate)
            {
                _handles.Remove(write.Key);
            }

            throw;
        }
    }

    private async Task GiveBackAsync(int server, int? item)
    {
        if (item is { } handle)
        {
            try
            {
                await _session.UnsubscribeBulkAsync(server, [handle], _end.Token);
            }
            catch (Exception error) when (error is GatewayException or MxAccessException or OperationCanceledException)
            {
                // The item ends with the registration.
            }
        }
    }

    /// <summary>The completions are read before the first write is sent.</summary>
    private async Task<int> StartAsync()
    {
        var started = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = ReadAsync(started);
        try
        {
            await started.Task;
            var server = await _session.RegisterAsync($"mxgateway writer {Guid.NewGuid()}", CancellationToken.None);
            Volatile.Write(ref _serverHandle, server);
            return server;
        }
        catch (Exception)
        {
            End("The registration failed");
            await _end.CancelAsync();
            throw;
        }
    }

    private async Task ReadAsync(TaskCompletionSource<bool> started)
    {
        try
        {
            var request = new StreamRequest { Filter = new StreamFilter { Families = [EventFamily.OnWriteComplete] } };
            await foreach (var item in _session.EventsAsync(request, null, _end.Token))
            {
                switch (item)
                {
                    case StartedItem:
                        started.TrySetResult(true);
                        break;
                    case EventsItem events:
                        Take(events);
                        break;
                    case GapItem { Reason: GapReason.EpochChanged }:
                        throw new GatewayException(GatewayErrorCode.WorkerLost, "The session has another worker.");
                    case GapItem:
                        Fail("Events were lost");
                        break;
                }
            }

            throw new GatewayException(GatewayErrorCode.SessionClosed, "The session was closed.");
        }
        catch (Exception error)
        {
            var code = error is GatewayException coded ? coded.Code : GatewayErrorCode.SessionClosed;
            End($"The session's events ended ({code})");
            started.TrySetException(new GatewayException(code, $"The completions of the session cannot be read: {error.Message}", null, error));
        }
    }

    private void Take(EventsItem events)
    {
        var own = Volatile.Read(ref _serverHandle);
        foreach (var one in events.Events)
        {
            if (one.ServerHandle == own && one.Family == EventFamily.OnWriteComplete)
            {
                Complete(one);
            }
        }
    }

    private void Complete(MxEvent one)
    {
        if (one.Statuses.Count > 0 && one.Statuses.All(status => status.Category == MxStatusCategory.Pending))
        {
            return; // The outcome is still to come.
        }

        TaskCompletionSource<WriteCompletion>? waiter;
        lock (_gate)
        {
            if (_abandoned.Remove(one.ItemHandle))
            {
                _ = GiveBackAsync(one.ServerHandle, one.ItemHandle);
                return;
            }

            _waiting.TryGetValue(one.ItemHandle, out waiter);
        }

        waiter?.TrySetResult(CompletionOf(one));
    }

    private static WriteCompletion CompletionOf(MxEvent one)
    {
        var succeeded = Succeeded(one.Statuses);
        var failed = string.Join("; ", one.Statuses.Where(status => status.Success == 0).Select(MxStatusText.Of));
        return new WriteCompletion
        {
            Succeeded = succeeded,
            Statuses = one.Statuses,
            WorkerTime = one.WorkerTime,
            Message = succeeded ? "The value was written." : $"The write was refused: {failed}.",
        };
    }

    private static bool Succeeded(IReadOnlyList<MxStatus>? statuses) => statuses is null || statuses.All(status => status.Success != 0);

    private void End(string why)
    {
        lock (_gate)
        {
            _isOver = true;
        }

        Fail(why);
    }

    private void Fail(string why)
    {
        TaskCompletionSource<WriteCompletion>[] waiting;
        lock (_gate)
        {
            waiting = [.. _waiting.Values];
        }

        var error = new GatewayException(GatewayErrorCode.OutcomeUnknown, $"{why} before the write completed. It may have taken effect: read the item.");
        foreach (var waiter in waiting)
        {
            waiter.TrySetException(error);
        }
    }
}
