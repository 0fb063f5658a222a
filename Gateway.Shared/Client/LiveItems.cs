using Gateway.Client.Internal;
using Gateway.Errors;
using Gateway.Values;

namespace Gateway.Client;

/// <summary>
/// Items by name, as they are now, for displays and for programs that act on present values. What was lost or made anew is told in
/// <see cref="LiveChanges.Notices"/>. Values are conflated: use <see cref="GatewaySession.EventsAsync"/> where every event counts. Safe on any
/// thread.
/// </summary>
/// <remarks>
/// Read with <c>await foreach</c>, by one reader at a time: each reading gives what changed since the one before. Leaving the loop does not
/// end the live items. The loop ends when they are disposed; it throws <see cref="GatewayException"/> when they cannot go on,
/// <see cref="ObjectDisposedException"/> when the client is closed.
/// </remarks>
public sealed class LiveItems : IAsyncEnumerable<LiveChanges>, IAsyncDisposable
{
    private readonly GatewayClient _client;
    private readonly LiveStatusReporter _status;
    private readonly LiveOutlet _outlet;
    private readonly LiveItemsReader _reader;
    private readonly WriteTurns _turns = new();
    private readonly CancellationTokenSource _end;
    private readonly Task _running;
    private int _isRead;
    private int _isDisposed;

    internal LiveItems(GatewayClient client, IReadOnlyList<string> references, LiveItemsRequest request, CancellationToken cancellationToken)
    {
        LiveItemsCheck.Request(references, request);
        _client = client;
        _status = new LiveStatusReporter(change => StatusChanged?.Invoke(this, change), client.Logger);
        _outlet = new LiveOutlet(_status);
        _outlet.Add(references);
        _reader = new LiveItemsReader(client, request, _outlet, _status);
        _end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _running = Task.Run(() => _reader.RunAsync(_end.Token, cancellationToken), CancellationToken.None);
    }

    /// <summary>
    /// Raised for every transition once, in order, on a thread that the client chooses. A handler should return soon, because the next
    /// transition waits for it.
    /// </summary>
    public event EventHandler<LiveStatusChangedEventArgs>? StatusChanged;

    /// <summary>How the items stand, as one line to show.</summary>
    public LiveStatus Status => _status.Current;

    /// <summary>The item as it is known now.</summary>
    /// <exception cref="KeyNotFoundException">It is not among the live items.</exception>
    public LiveItemState this[string reference] =>
        Find(reference) ?? throw new KeyNotFoundException($"{reference} is not among the live items. Add it with {nameof(AddAsync)}.");

    /// <summary>The item as it is known now; null when it is not among the live items.</summary>
    public LiveItemState? Find(string reference) => _outlet.Find(reference);

    /// <summary>All items as they are known now.</summary>
    public IReadOnlyList<LiveItemState> All() => _outlet.All();

    /// <summary>
    /// Waits until each item has its first value or a <see cref="LiveItemState.Problem"/>, such as a reference that does not exist or is refused.
    /// An item that has neither after the wait gets a problem that says so; its value may still come.
    /// </summary>
    /// <param name="wait">From 1 ms to 10 minutes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>All items.</returns>
    /// <exception cref="GatewayException">The items cannot be read, see <see cref="Status"/>.</exception>
    /// <exception cref="ObjectDisposedException">The live items or the client are closed.</exception>
    public Task<IReadOnlyList<LiveItemState>> FirstValuesAsync(TimeSpan wait, CancellationToken cancellationToken = default)
    {
        FirstValues.Check(wait);
        return _outlet.FirstValuesAsync(wait, _client.Time, cancellationToken);
    }

    /// <summary>
    /// Adds items; those that are there already stay as they are. Completes when the items are subscribed. While there is no session, they
    /// are subscribed with the others later.
    /// </summary>
    /// <exception cref="ArgumentException">A reference is empty.</exception>
    /// <exception cref="GatewayException">They could not be subscribed now. They stay among the live items and are tried again with the next call.</exception>
    public Task AddAsync(IReadOnlyList<string> references, CancellationToken cancellationToken = default)
    {
        LiveItemsCheck.References(references);
        _outlet.Add(references);
        return _reader.AddAsync(cancellationToken);
    }

    /// <summary>The items are shown no longer. They stay advised in the session, because another client may show them.</summary>
    public void Remove(IReadOnlyList<string> references)
    {
        LiveItemsCheck.References(references);
        _outlet.Remove(references);
    }

    /// <summary>
    /// Writes and waits for the completion. A refusal by the platform is a result; a write that was not accepted, or whose outcome is not
    /// known, throws. Writes of one item are sent in the order of the calls, each after the completion of the one before. While there is no
    /// session, a write waits for it. The item need not be among the live items.
    /// </summary>
    /// <param name="reference">The item reference.</param>
    /// <param name="value">The value.</param>
    /// <param name="options">How long to wait, and for whom to write.</param>
    /// <param name="cancellationToken">Ends the wait with <see cref="OperationCanceledException"/>. The value may have been written.</param>
    /// <exception cref="GatewayException">
    /// <c>CommandTimedOut</c> after the time-out (the message says whether the write was sent), <c>OutcomeUnknown</c> when the session,
    /// the connection or events were lost meanwhile, <c>NotFound</c> when the item has no value or its status fails,
    /// <c>SessionNotReady</c> when there was no session all the time.
    /// </exception>
    /// <exception cref="MxAccessException">MXAccess did not accept the write.</exception>
    public async Task<WriteCompletion> WriteAsync(
        string reference, MxValue value, WaitingWriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        LiveItemsCheck.References([reference]);
        options ??= new WaitingWriteOptions();
        LiveItemsCheck.Write(options);
        var write = new PendingItemWrite(reference, value, options);
        using var deadline = TimeLimit.After(options.Timeout, _client.Time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await _turns.RunAsync(write.Key, () => SendAsync(write, limit.Token), limit.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Status.State == LiveState.Live || write.IsSent ? TimedOut(write, options.Timeout) : NoSession();
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">They are being read already.</exception>
    public async IAsyncEnumerator<LiveChanges> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _isRead, 1) == 1)
        {
            throw new InvalidOperationException("Live items are read by one reader at a time. Make live items of its own for another reader.");
        }

        try
        {
            while (await _outlet.TakeAsync(cancellationToken) is { } changes)
            {
                yield return changes;
            }
        }
        finally
        {
            Volatile.Write(ref _isRead, 0);
        }
    }

    /// <summary>Ends the reading. The session stays open as long as its lease says. Writes that wait end with <c>OutcomeUnknown</c>.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
        {
            await _running;
            return;
        }

        await _end.CancelAsync();
        await _running;
        _reader.Dispose();
        _end.Dispose();
    }

    private async Task<WriteCompletion> SendAsync(PendingItemWrite write, CancellationToken cancellationToken)
    {
        var writer = await _reader.WriterAsync(cancellationToken);
        return await writer.WriteAsync(write, cancellationToken);
    }

    private GatewayException NoSession() =>
        new(GatewayErrorCode.SessionNotReady, $"There is no session at the moment: {Status.Message} Nothing was sent; try again when the items are live.");

    private static GatewayException TimedOut(PendingItemWrite write, TimeSpan timeout) => new(
        GatewayErrorCode.CommandTimedOut,
        write.IsSent
            ? $"The write of {write.Reference} did not complete within {timeout.TotalSeconds} s. It may still take effect: read the item."
            : $"The write of {write.Reference} was not sent within {timeout.TotalSeconds} s, because earlier writes of it or its registration took that long.");
}
