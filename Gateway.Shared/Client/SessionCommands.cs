using Gateway.Contracts;
using Gateway.Values;

namespace Gateway.Client;

/// <summary>
/// The commands of a session, one method each. Every one throws <see cref="MxAccessException"/> on a failing HRESULT and
/// <see cref="Errors.GatewayException"/> when the gateway refused it or its outcome is unknown.
/// </summary>
public static class SessionCommands
{
    /// <summary>The user id of a write that is made for no particular user.</summary>
    private const int NoUser = 0;

    /// <summary>Registers a client name and gives its server handle.</summary>
    public static Task<int> RegisterAsync(
        this GatewaySession session, string clientName, CancellationToken cancellationToken = default) =>
        Checked(session).RunForHandleAsync(
            new MxCommand { Method = MxMethod.Register, ClientName = clientName }, cancellationToken);

    /// <summary>Ends a registration with all its items.</summary>
    public static Task UnregisterAsync(
        this GatewaySession session, int serverHandle, CancellationToken cancellationToken = default) =>
        Run(session, Command(MxMethod.Unregister, serverHandle), cancellationToken);

    /// <summary>Adds an item reference and gives its item handle. Whether the reference exists shows in its first event.</summary>
    public static Task<int> AddItemAsync(
        this GatewaySession session, int serverHandle, string itemDefinition, CancellationToken cancellationToken = default) =>
        Checked(session).RunForHandleAsync(
            Command(MxMethod.AddItem, serverHandle) with { ItemDefinition = itemDefinition }, cancellationToken);

    /// <summary>Adds an item reference relative to a context and gives its item handle.</summary>
    public static Task<int> AddItem2Async(
        this GatewaySession session, int serverHandle, string itemDefinition, string itemContext,
        CancellationToken cancellationToken = default) =>
        Checked(session).RunForHandleAsync(Adding(MxMethod.AddItem2, serverHandle, itemDefinition, itemContext), cancellationToken);

    /// <summary>Adds an item whose changes come collected, and gives its item handle.</summary>
    public static Task<int> AddBufferedItemAsync(
        this GatewaySession session, int serverHandle, string itemDefinition, string itemContext,
        CancellationToken cancellationToken = default) =>
        Checked(session).RunForHandleAsync(Adding(MxMethod.AddBufferedItem, serverHandle, itemDefinition, itemContext), cancellationToken);

    public static Task RemoveItemAsync(
        this GatewaySession session, int serverHandle, int itemHandle, CancellationToken cancellationToken = default) =>
        Run(session, Command(MxMethod.RemoveItem, serverHandle) with { ItemHandle = itemHandle }, cancellationToken);

    /// <summary>Asks for events of an item.</summary>
    public static Task AdviseAsync(
        this GatewaySession session, int serverHandle, int itemHandle, CancellationToken cancellationToken = default) =>
        Run(session, Command(MxMethod.Advise, serverHandle) with { ItemHandle = itemHandle }, cancellationToken);

    /// <summary>Asks for events of an item without user involvement (supervisory).</summary>
    public static Task AdviseSupervisoryAsync(
        this GatewaySession session, int serverHandle, int itemHandle, CancellationToken cancellationToken = default) =>
        Run(session, Command(MxMethod.AdviseSupervisory, serverHandle) with { ItemHandle = itemHandle }, cancellationToken);

    public static Task UnAdviseAsync(
        this GatewaySession session, int serverHandle, int itemHandle, CancellationToken cancellationToken = default) =>
        Run(session, Command(MxMethod.UnAdvise, serverHandle) with { ItemHandle = itemHandle }, cancellationToken);

    /// <summary>Writes a value; that it arrived is told by an OnWriteComplete event.</summary>
    /// <param name="session">The session.</param>
    /// <param name="serverHandle">From Register.</param>
    /// <param name="write">Item handle, value and user id; without one, 0 for nobody in particular.</param>
    /// <param name="cancellationToken">Stops the wait for the answer.</param>
    public static Task WriteAsync(
        this GatewaySession session, int serverHandle, MxWrite write, CancellationToken cancellationToken = default) =>
        Run(session, Writing(MxMethod.Write, serverHandle, write), cancellationToken);

    /// <summary>Writes a value for no user in particular; that it arrived is told by an OnWriteComplete event.</summary>
    public static Task WriteAsync(
        this GatewaySession session, int serverHandle, int itemHandle, MxValue value,
        CancellationToken cancellationToken = default) =>
        session.WriteAsync(serverHandle, new MxWrite { ItemHandle = itemHandle, Value = value }, cancellationToken);

    /// <summary>Writes a value with an item time.</summary>
    public static Task Write2Async(
        this GatewaySession session, int serverHandle, MxWrite write, CancellationToken cancellationToken = default) =>
        Run(session, Writing(MxMethod.Write2, serverHandle, write), cancellationToken);

    /// <summary>Writes a value in the name of a user, and of a verifier where one is needed.</summary>
    public static Task WriteSecuredAsync(
        this GatewaySession session, int serverHandle, MxWrite write, CancellationToken cancellationToken = default) =>
        Run(session, Writing(MxMethod.WriteSecured, serverHandle, write), cancellationToken);

    /// <summary>Writes a value with an item time in the name of a user, and of a verifier where one is needed.</summary>
    public static Task WriteSecured2Async(
        this GatewaySession session, int serverHandle, MxWrite write, CancellationToken cancellationToken = default) =>
        Run(session, Writing(MxMethod.WriteSecured2, serverHandle, write), cancellationToken);

    /// <summary>Checks a user's password and gives the user id. 0 means refused on some installations.</summary>
    public static Task<int> AuthenticateUserAsync(
        this GatewaySession session, int serverHandle, string userName, string password,
        CancellationToken cancellationToken = default) =>
        Checked(session).RunForHandleAsync(
            Command(MxMethod.AuthenticateUser, serverHandle) with { UserName = userName, Password = password }, cancellationToken);

    /// <summary>The user id that belongs to a user's GUID.</summary>
    public static Task<int> ArchestrAUserToIdAsync(
        this GatewaySession session, int serverHandle, string userGuid, CancellationToken cancellationToken = default) =>
        Checked(session).RunForHandleAsync(
            Command(MxMethod.ArchestrAUserToId, serverHandle) with { UserGuid = userGuid }, cancellationToken);

    /// <summary>Suspends events of an advised item. The status may say pending.</summary>
    public static Task<MxStatus> SuspendAsync(
        this GatewaySession session, int serverHandle, int itemHandle, CancellationToken cancellationToken = default) =>
        Checked(session).RunAsync(
            Command(MxMethod.Suspend, serverHandle) with { ItemHandle = itemHandle }, reply => reply.Status, cancellationToken);

    /// <summary>Ends a suspension. The status may say pending.</summary>
    public static Task<MxStatus> ActivateAsync(
        this GatewaySession session, int serverHandle, int itemHandle, CancellationToken cancellationToken = default) =>
        Checked(session).RunAsync(
            Command(MxMethod.Activate, serverHandle) with { ItemHandle = itemHandle }, reply => reply.Status, cancellationToken);

    /// <summary>Sets how often buffered items report, in milliseconds.</summary>
    public static Task SetBufferedUpdateIntervalAsync(
        this GatewaySession session, int serverHandle, int updateInterval, CancellationToken cancellationToken = default) =>
        Run(
            session,
            Command(MxMethod.SetBufferedUpdateInterval, serverHandle) with { UpdateInterval = updateInterval },
            cancellationToken);

    /// <summary>What is registered, added and advised; <see cref="GatewaySession.Items"/> becomes exactly that.</summary>
    public static Task<SessionItems> GetSessionStateAsync(
        this GatewaySession session, CancellationToken cancellationToken = default) =>
        Checked(session).RunAsync(new MxCommand { Method = MxMethod.GetSessionState }, reply => reply.Session, cancellationToken);

    public static Task<WorkerInfo> GetWorkerInfoAsync(
        this GatewaySession session, CancellationToken cancellationToken = default) =>
        Checked(session).RunAsync(new MxCommand { Method = MxMethod.GetWorkerInfo }, reply => reply.Worker, cancellationToken);

    /// <summary>How long the way to the worker and back takes.</summary>
    public static async Task<TimeSpan> PingAsync(this GatewaySession session, CancellationToken cancellationToken = default)
    {
        var begin = Checked(session).Time.GetTimestamp();
        await session.RunAsync(new MxCommand { Method = MxMethod.Ping }, cancellationToken);
        return session.Time.GetElapsedTime(begin);
    }

    private static MxCommand Command(MxMethod method, int serverHandle) => new() { Method = method, ServerHandle = serverHandle };

    private static MxCommand Adding(MxMethod method, int serverHandle, string itemDefinition, string itemContext) =>
        Command(method, serverHandle) with { ItemDefinition = itemDefinition, ItemContext = itemContext };

    private static MxCommand Writing(MxMethod method, int serverHandle, MxWrite write)
    {
        ArgumentNullException.ThrowIfNull(write);
        return new MxCommand
        {
            Method = method,
            ServerHandle = serverHandle,
            ItemHandle = write.ItemHandle,
            Value = write.Value,
            Timestamp = write.Timestamp,
            UserId = write.UserId ?? (method is MxMethod.Write or MxMethod.Write2 ? NoUser : null),
            VerifierUserId = write.VerifierUserId,
        };
    }

    private static Task<MxReply> Run(GatewaySession session, MxCommand command, CancellationToken cancellationToken) =>
        Checked(session).RunAsync(command, cancellationToken);

    private static GatewaySession Checked(GatewaySession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session;
    }
}
