using Gateway.Client.Internal;
using Gateway.Contracts;
using Gateway.Errors;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Client;

/// <summary>
/// A client of one gateway over one HubConnection, which it keeps connected. Every call connects first when it has to. Safe
/// on any thread.
/// </summary>
public sealed class GatewayClient : IAsyncDisposable, IDisposable
{
    private readonly TokenRenewer _renewer;
    private readonly MessageBound _bound;
    private readonly AddressRing _addresses;
    private readonly StateReporter _state;
    private readonly Lazy<ConnectionKeeper> _keeper;
    private readonly bool _ownsConnection;

    /// <summary>Uses a connection that the application made and disposes. Closing the client stops it.</summary>
    public GatewayClient(HubConnection connection, GatewayClientOptions? options = null)
        : this(() => connection, options ?? new GatewayClientOptions(), ownsConnection: false)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _ = _keeper.Value;
    }

    /// <summary>Makes its connection when it first needs it, and disposes it.</summary>
    public GatewayClient(Func<HubConnection> connectionFactory, GatewayClientOptions? options = null)
        : this(connectionFactory, options ?? new GatewayClientOptions(), ownsConnection: true) =>
        ArgumentNullException.ThrowIfNull(connectionFactory);

    private GatewayClient(Func<HubConnection> connectionFactory, GatewayClientOptions options, bool ownsConnection)
    {
        var logger = (ILogger?)options.LoggerFactory?.CreateLogger<GatewayClient>() ?? NullLogger.Instance;
        Time = options.TimeProvider;
        Logger = logger;
        Backoff = new Backoff(options.BackoffBase, options.BackoffCap, options.Random);
        _ownsConnection = ownsConnection;
        _bound = options.Bound;
        _addresses = options.Addresses;
        _renewer = new TokenRenewer(options.Tokens, options, RenewAsync, logger);
        _state = new StateReporter(OnState, options.Addresses, logger);
        _keeper = new Lazy<ConnectionKeeper>(() => new ConnectionKeeper(connectionFactory(), _state, Backoff, options, logger));
    }

    /// <summary>
    /// Raised for every transition once, in order, on a thread that the client chooses. A handler should return soon, because the next
    /// transition waits for it.
    /// </summary>
    public event EventHandler<ConnectionStateChangedEventArgs>? StateChanged;

    public GatewayConnectionState State => _state.Current;

    /// <summary>
    /// The address of the connection, or without a connection that which is tried next. Null for a connection that was brought along without
    /// options that name its address.
    /// </summary>
    public Uri? Address => _addresses.Current;

    internal Backoff Backoff { get; }

    internal TimeProvider Time { get; }

    internal ILogger Logger { get; }

    /// <summary>Cancelled when the client is closed.</summary>
    internal CancellationToken Closing => _keeper.Value.Closing;

    internal HubConnection Connection => _keeper.Value.Connection;

    /// <inheritdoc cref="ConnectionKeeper.Number"/>
    internal int ConnectionNumber => _keeper.Value.Number;

    /// <summary>A client of the gateway at <see cref="GatewayClientOptions.Url"/> or at one of <see cref="GatewayClientOptions.Urls"/>.</summary>
    /// <exception cref="ArgumentException">Options are invalid; the message names all of them.</exception>
    public static GatewayClient Create(GatewayClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = OptionFaults.Of(options);
        if (faults.Count > 0)
        {
            throw new ArgumentException(string.Join(" ", faults), nameof(options));
        }

        return new GatewayClient(() => new HubConnectionBuilder().WithGatewayUrl(options).Build(), options);
    }

    /// <summary>
    /// Connects, trying until it works. Optional: calls and streams connect by themselves. Cancelling stops the wait, not the
    /// attempts; <see cref="CloseAsync"/> stops those.
    /// </summary>
    /// <exception cref="GatewayException">The gateway refused the token.</exception>
    public Task ConnectAsync(CancellationToken cancellationToken = default) => _keeper.Value.ConnectAsync(cancellationToken);

    /// <summary>Closes the connection for good. Sessions stay open; streams end with <see cref="ObjectDisposedException"/>.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken = default)
    {
        if (await _keeper.Value.CloseAsync())
        {
            await Connection.StopAsync(cancellationToken);
        }
    }

    /// <summary>Closes; a connection that the application brought is left running, detached.</summary>
    public async ValueTask DisposeAsync()
    {
        await _keeper.Value.DisposeAsync();
        if (_ownsConnection)
        {
            await Connection.DisposeAsync();
        }
    }

    /// <summary>
    /// As <see cref="DisposeAsync"/>, for containers that dispose synchronously: blocks the caller until the connection is closed. A handler of
    /// <see cref="StateChanged"/> must not wait for the calling thread meanwhile.
    /// </summary>
    public void Dispose() => Task.Run(async () => await DisposeAsync()).GetAwaiter().GetResult();

    /// <summary>Opens a session and waits until it is ready.</summary>
    /// <exception cref="GatewayException">Refused, or the outcome is unknown because the connection was lost.</exception>
    public async Task<GatewaySession> OpenSessionAsync(
        OpenSessionRequest? request = null, CancellationToken cancellationToken = default)
    {
        var info = await InvokeAsync<SessionInfo>(
            HubContract.OpenSession, [request ?? new OpenSessionRequest()], cancellationToken);
        return new GatewaySession(this, info.SessionId, info);
    }

    /// <summary>
    /// The session of that name and tag, and of that backend if one is given; opened when there is none: what a program calls that starts
    /// again. Of two sessions that were opened under one name at once, the older one stays.
    /// </summary>
    /// <exception cref="ArgumentException">The request has no name.</exception>
    /// <exception cref="GatewayException">Refused, or the outcome is unknown because the connection was lost.</exception>
    public async Task<GatewaySession> FindOrOpenSessionAsync(OpenSessionRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return string.IsNullOrWhiteSpace(request.Name)
            ? throw new ArgumentException($"{nameof(request.Name)} says which session is wanted and must not be empty.", nameof(request))
            : (await new NamedSession(this, request).FindOrOpenAsync(cancellationToken)).Session;
    }

    public Task<SessionInfo> CloseSessionAsync(string sessionId, CancellationToken cancellationToken = default) =>
        InvokeAsync<SessionInfo>(HubContract.CloseSession, [sessionId], cancellationToken);

    /// <summary>Ends a session at once, even one that hangs. Admins only.</summary>
    public Task<SessionInfo> KillSessionAsync(string sessionId, CancellationToken cancellationToken = default) =>
        InvokeAsync<SessionInfo>(HubContract.KillSession, [sessionId], cancellationToken);

    /// <summary>The sessions the caller may see.</summary>
    public Task<IReadOnlyList<SessionInfo>> ListSessionsAsync(CancellationToken cancellationToken = default) =>
        InvokeAsync<IReadOnlyList<SessionInfo>>(HubContract.ListSessions, [], cancellationToken);

    public Task<SessionInfo> GetSessionAsync(string sessionId, CancellationToken cancellationToken = default) =>
        InvokeAsync<SessionInfo>(HubContract.GetSession, [sessionId], cancellationToken);

    /// <summary>
    /// The items that the source of a session knows, their objects or their areas: what to complete a reference from, and to browse. A call gives a
    /// page; the next one begins at its <see cref="ItemPage.Next"/>.
    /// </summary>
    /// <param name="sessionId">The session whose source is asked.</param>
    /// <param name="request">What is wanted; null means all items.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="GatewayException">Refused, or the source does not answer.</exception>
    public Task<ItemPage> FindItemsAsync(string sessionId, FindItemsRequest? request = null, CancellationToken cancellationToken = default) =>
        InvokeAsync<ItemPage>(HubContract.FindItems, [sessionId, request ?? new FindItemsRequest()], cancellationToken);

    /// <summary>
    /// The limits of the gateway. A client made by <see cref="Create"/> enforces them on its own messages: a larger one is refused with
    /// <c>InvalidArgument</c> and not sent.
    /// </summary>
    public Task<HubLimits> GetLimitsAsync(CancellationToken cancellationToken = default) =>
        InvokeAsync<HubLimits>(HubContract.GetLimits, [], cancellationToken);

    /// <summary>The change feed. Nothing is asked of the gateway before the stream is read.</summary>
    /// <param name="request">Where to start and what to see; null starts with what happens next.</param>
    /// <param name="cancellationToken">Ends the reading with <see cref="OperationCanceledException"/>.</param>
    public FeedStream FeedAsync(FeedRequest? request = null, CancellationToken cancellationToken = default) =>
        new(this, request ?? new FeedRequest(), cancellationToken);

    /// <summary>
    /// The whole gateway as far as the caller may see it, and then what changes. Nothing is asked of the gateway before the stream is read.
    /// </summary>
    /// <param name="request">How often; null once a second.</param>
    /// <param name="cancellationToken">Ends the reading with <see cref="OperationCanceledException"/>.</param>
    public OverviewStream OverviewAsync(OverviewRequest? request = null, CancellationToken cancellationToken = default) =>
        new(this, request ?? new OverviewRequest(), cancellationToken);

    /// <summary>
    /// Stores a position in the gateway under a name of the caller's choice. Commit the position of what was processed; a consumer that
    /// starts again with that <see cref="FeedRequest.Cursor"/> then skips nothing.
    /// </summary>
    public Task CommitFeedCursorAsync(string name, FeedPosition position, CancellationToken cancellationToken = default) => InvokeAsync<object?>(
        HubContract.CommitFeedCursor, [new FeedCursor { Name = name, FeedEpoch = position.FeedEpoch, Sequence = position.Sequence }], cancellationToken);

    /// <summary>The position that was committed last under a name; null when there is none.</summary>
    public async Task<FeedPosition?> GetFeedCursorAsync(string name, CancellationToken cancellationToken = default) =>
        await InvokeAsync<FeedCursor?>(HubContract.GetFeedCursor, [name], cancellationToken) is { } cursor
            ? new FeedPosition(cursor.FeedEpoch, cursor.Sequence)
            : null;

    public Task DeleteFeedCursorAsync(string name, CancellationToken cancellationToken = default) =>
        InvokeAsync<object?>(HubContract.DeleteFeedCursor, [name], cancellationToken);

    /// <summary>
    /// The alarms that the caller may see: what stands, then the transitions. Nothing is asked of the gateway before the stream is read.
    /// </summary>
    /// <param name="request">Where to start and what to see; null everything, beginning with a snapshot.</param>
    /// <param name="cancellationToken">Ends the reading with <see cref="OperationCanceledException"/>.</param>
    public AlarmStream AlarmsAsync(AlarmRequest? request = null, CancellationToken cancellationToken = default) =>
        new(this, request ?? new AlarmRequest(), cancellationToken);

    /// <summary>
    /// Acknowledges one occurrence of an alarm: give what the operator saw. An occurrence that began meanwhile is not acknowledged. The
    /// outcome is what was seen afterwards; refused and unknown are outcomes and do not throw.
    /// </summary>
    /// <exception cref="GatewayException">Refused as a whole, or the outcome is unknown because the connection was lost.</exception>
    public Task<AlarmCommandResult> AcknowledgeAlarmAsync(AcknowledgeAlarmRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<AlarmCommandResult>(HubContract.AcknowledgeAlarm, [request], cancellationToken);

    /// <summary>Acknowledges alarm by alarm. The results are in the order of the request.</summary>
    /// <exception cref="GatewayException">As for one alarm.</exception>
    public Task<IReadOnlyList<AlarmCommandResult>> AcknowledgeAlarmsAsync(AcknowledgeAlarmsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<IReadOnlyList<AlarmCommandResult>>(HubContract.AcknowledgeAlarms, [request], cancellationToken);

    /// <summary>Shelves an alarm for some hours; 0 hours end the shelving. The outcome is what was seen afterwards.</summary>
    /// <exception cref="GatewayException">Refused as a whole, or the outcome is unknown because the connection was lost.</exception>
    public Task<AlarmCommandResult> ShelveAlarmAsync(ShelveAlarmRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<AlarmCommandResult>(HubContract.ShelveAlarm, [request], cancellationToken);

    /// <summary>Gives a session another session tag, or none. Streams that choose sessions by tag follow the change.</summary>
    public Task<SessionInfo> SetSessionTagAsync(string sessionId, string? sessionTag, CancellationToken cancellationToken = default) =>
        InvokeAsync<SessionInfo>(HubContract.SetSessionTag, [sessionId, sessionTag], cancellationToken);

    /// <summary>The events of all sessions that the caller reaches, those to come included. Asks nothing before it is read.</summary>
    /// <param name="request">Which sessions and what of them; null all.</param>
    /// <param name="options">The client's buffer.</param>
    /// <param name="cancellationToken">Ends the reading with <see cref="OperationCanceledException"/>.</param>
    public MultiSessionEventStream EventsAsync(
        MultiSessionRequest? request = null, EventStreamOptions? options = null, CancellationToken cancellationToken = default) =>
        new(this, request ?? new MultiSessionRequest(), options ?? new EventStreamOptions(), cancellationToken);

    /// <summary>
    /// Items by name, as they are now. The session is found by name or opened; the items are added and advised where they are not yet, and
    /// again in a new session when the old one is gone. This begins at once; dispose the result to end it.
    /// </summary>
    /// <param name="references">The item references, such as <c>Tank101.Level.PV</c>.</param>
    /// <param name="request">Which session, and how to read.</param>
    /// <param name="cancellationToken">Ends the live items; reading them throws <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">The request or a reference is not valid; the message names every fault.</exception>
    public LiveItems Items(IReadOnlyList<string> references, LiveItemsRequest request, CancellationToken cancellationToken = default) =>
        new(this, references, request, cancellationToken);

    /// <summary>A session known by its id. Asks the gateway nothing.</summary>
    public GatewaySession Session(string sessionId)
    {
        ArgumentException.ThrowIfNullOrEmpty(sessionId);
        return new GatewaySession(this, sessionId, null);
    }

    private void OnState(ConnectionStateChangedEventArgs change)
    {
        if (change.Current == GatewayConnectionState.Connected)
        {
            _bound.Forget();
            _renewer.Connected();
        }
        else
        {
            _renewer.Stop();
        }

        StateChanged?.Invoke(this, change);
    }

    /// <inheritdoc cref="ConnectionKeeper.ChangeOverAsync"/>
    internal Task<bool> ChangeOverAsync(int number) => _keeper.Value.ChangeOverAsync(number);

    // On the connection there is: a new one would come with a fresh token by itself.
    private Task<TokenRenewal> RenewAsync(string token, CancellationToken cancellationToken) =>
        Connection.InvokeCoreAsync<TokenRenewal>(HubContract.RenewToken, [token], cancellationToken);

    /// <summary>Calls a hub method once. Repeats only what was certainly not sent.</summary>
    internal async Task<T> InvokeAsync<T>(string method, object?[] arguments, CancellationToken cancellationToken)
    {
        while (true)
        {
            await ConnectAsync(cancellationToken);
            try
            {
                return await Connection.InvokeCoreAsync<T>(method, arguments, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                throw;
            }
            catch (GatewayException)
            {
                // Refused here: nothing was sent.
                throw;
            }
            catch (MessageLimitUnknownException)
            {
                await LearnLimitAsync(cancellationToken);
            }
            catch (InvalidOperationException) when (Connection.State != HubConnectionState.Connected)
            {
                // The connection was lost before the call, so nothing was sent.
            }
            catch (Exception error)
            {
                throw HubErrors.OfCommand(error);
            }
        }
    }

    /// <summary>Asks the gateway for its limit of a message.</summary>
    internal async Task LearnLimitAsync(CancellationToken cancellationToken)
    {
        try
        {
            _bound.Learn((await Connection.InvokeCoreAsync<HubLimits>(HubContract.GetLimits, [], cancellationToken)).MaxMessageBytes);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            if (!HubErrors.IsConnectionLoss(error))
            {
                // A gateway of an earlier version does not report its limit.
                _bound.Learn(long.MaxValue);
            }
        }
    }
}
