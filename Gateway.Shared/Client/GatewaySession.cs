using Gateway.Client.Internal;
using Gateway.Contracts;
using Gateway.Errors;

namespace Gateway.Client;

/// <summary>
/// One session of the gateway. Its commands are the extension methods of <see cref="SessionCommands"/> and
/// <see cref="SessionBulkCommands"/>. Holds no resources: the session lives in the gateway. Safe on any thread.
/// </summary>
public sealed class GatewaySession
{
    private readonly GatewayClient _client;
    private readonly KnownItems _items = new();

    internal GatewaySession(GatewayClient client, string id, SessionInfo? info)
    {
        _client = client;
        Id = id;
        Info = info;
    }

    public string Id { get; }

    /// <summary>The session as it was opened; null when it is known by its id only.</summary>
    public SessionInfo? Info { get; }

    internal TimeProvider Time => _client.Time;

    /// <summary>
    /// The items this object knows: from its own commands, and from
    /// <see cref="SessionCommands.GetSessionStateAsync"/>, which asks for all of them.
    /// </summary>
    public IReadOnlyList<ItemInfo> Items => _items.Items;

    /// <summary>The item that the handles of an event belong to; null when this object does not know it.</summary>
    public ItemInfo? FindItem(int serverHandle, int itemHandle) => _items.Find(serverHandle, itemHandle);

    /// <summary>
    /// The item that the handles of an event belong to. Asks the session for all its items when this object does not know the item, so call
    /// it once per handle rather than once per event; null when the session has no such item either.
    /// </summary>
    /// <exception cref="GatewayException">The query was refused or its answer was lost.</exception>
    public async Task<ItemInfo?> ResolveItemAsync(int serverHandle, int itemHandle, CancellationToken cancellationToken = default)
    {
        if (FindItem(serverHandle, itemHandle) is { } known)
        {
            return known;
        }

        await this.GetSessionStateAsync(cancellationToken);
        return FindItem(serverHandle, itemHandle);
    }

    /// <summary>Runs one command. A failing HRESULT is in the reply.</summary>
    /// <exception cref="GatewayException">The command was refused, or has no known result.</exception>
    public async Task<MxReply> InvokeAsync(MxCommand command, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        var reply = await _client.InvokeAsync<MxReply>(HubContract.Invoke, [Id, command], cancellationToken);
        if (reply.Hresult >= 0)
        {
            _items.Learn(command, reply);
        }

        return reply;
    }

    /// <summary>The session's events. The gateway receives no request before the stream is read.</summary>
    /// <param name="request">Where to start and what to see; null starts with what happens next.</param>
    /// <param name="options">The client's buffer.</param>
    /// <param name="cancellationToken">Ends the reading with <see cref="OperationCanceledException"/>.</param>
    public EventStream EventsAsync(
        StreamRequest? request = null, EventStreamOptions? options = null, CancellationToken cancellationToken = default) =>
        new(_client, Id, request ?? new StreamRequest(), options ?? new EventStreamOptions(), cancellationToken);

    public Task<SessionInfo> GetInfoAsync(CancellationToken cancellationToken = default) => _client.GetSessionAsync(Id, cancellationToken);

    /// <summary>Closes the session in the gateway. Its streams end.</summary>
    public Task<SessionInfo> CloseAsync(CancellationToken cancellationToken = default) => _client.CloseSessionAsync(Id, cancellationToken);

    /// <summary>Runs one command and throws on a failing HRESULT.</summary>
    internal async Task<MxReply> RunAsync(MxCommand command, CancellationToken cancellationToken)
    {
        var reply = await InvokeAsync(command, cancellationToken);
        return reply.Hresult < 0 ? throw new MxAccessException(reply) : reply;
    }

    /// <summary>Runs one command whose reply must have a certain part.</summary>
    internal async Task<T> RunAsync<T>(MxCommand command, Func<MxReply, T?> part, CancellationToken cancellationToken)
        where T : class =>
        part(await RunAsync(command, cancellationToken)) ?? throw Incomplete(command);

    /// <summary>Runs one command whose reply must have a handle or user id.</summary>
    internal async Task<int> RunForHandleAsync(MxCommand command, CancellationToken cancellationToken) =>
        (await RunAsync(command, cancellationToken)).ReturnValue ?? throw Incomplete(command);

    private static GatewayException Incomplete(MxCommand command) =>
        new(GatewayErrorCode.Internal, $"The reply to {command.Method} lacks its result.");
}
