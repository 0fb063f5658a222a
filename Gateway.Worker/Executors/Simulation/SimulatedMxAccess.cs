using Gateway.Contracts;
using Gateway.Values;

namespace Gateway.Worker.Executors.Simulation;

/// <summary>
/// MXAccess over the simulated galaxy. Handles count from 1 and are never reused. Where the component's behaviour is not known,
/// the choices are: a bad handle is E_INVALIDARG; a second Advise is S_OK, changes at most the kind of advise and causes no
/// second first callback; an item may be removed while it is advised. Used only on the executor's thread.
/// </summary>
internal sealed class SimulatedMxAccess(SimulatedGalaxy simulation) : IMxAccess
{
    private readonly Dictionary<int, SimulatedServer> _servers = [];
    private readonly ItemAdvising _advising = new(simulation);
    private int _lastServerHandle;

    public int Register(string clientName, out int serverHandle)
    {
        serverHandle = ++_lastServerHandle;
        _servers.Add(serverHandle, new SimulatedServer(serverHandle));
        return Hresults.Ok;
    }

    public int Unregister(int serverHandle)
    {
        if (!_servers.Remove(serverHandle, out var server))
        {
            return Hresults.InvalidArgument;
        }

        server.IsRegistered = false;
        foreach (var item in server.Items)
        {
            _advising.UnAdvise(item);
            item.IsRemoved = true;
        }

        return Hresults.Ok;
    }

    public int AddItem(int serverHandle, string itemDefinition, out int itemHandle) =>
        Add(serverHandle, itemDefinition, null, false, out itemHandle);

    public int AddItem2(int serverHandle, string itemDefinition, string itemContext, out int itemHandle) =>
        Add(serverHandle, itemDefinition, itemContext, false, out itemHandle);

    public int AddBufferedItem(int serverHandle, string itemDefinition, string itemContext, out int itemHandle) =>
        Add(serverHandle, itemDefinition, itemContext, true, out itemHandle);

    public int RemoveItem(int serverHandle, int itemHandle)
    {
        if (Find(serverHandle, itemHandle) is not { } item)
        {
            return Hresults.InvalidArgument;
        }

        _advising.UnAdvise(item);
        item.IsRemoved = true;
        _servers[serverHandle].Remove(item);
        return Hresults.Ok;
    }

    public int Advise(int serverHandle, int itemHandle) => Advise(serverHandle, itemHandle, AdviseKind.Plain);

    public int AdviseSupervisory(int serverHandle, int itemHandle) => Advise(serverHandle, itemHandle, AdviseKind.Supervisory);

    public int UnAdvise(int serverHandle, int itemHandle)
    {
        if (FindAdvised(serverHandle, itemHandle) is not { } item)
        {
            return Hresults.InvalidArgument;
        }

        _advising.UnAdvise(item);
        return Hresults.Ok;
    }

    public int Write(int serverHandle, int itemHandle, in MxValue value, int userId) =>
        QueueWrite(serverHandle, itemHandle, value, (server, item, written) => new PendingWrite(server, item, written)
        {
            CurrentUserId = userId,
        });

    public int Write2(int serverHandle, int itemHandle, in MxValue value, in MxValue itemTime, int userId)
    {
        var time = ValueConversion.ToTime(itemTime);
        return QueueWrite(serverHandle, itemHandle, value, (server, item, written) => time is null ? null : new PendingWrite(server, item, written)
        {
            Time = time,
            CurrentUserId = userId,
        });
    }

    public int WriteSecured(int serverHandle, int itemHandle, int currentUserId, int verifierUserId, in MxValue value) =>
        QueueWrite(serverHandle, itemHandle, value, (server, item, written) => new PendingWrite(server, item, written)
        {
            IsSecured = true,
            CurrentUserId = currentUserId,
            VerifierUserId = verifierUserId,
        });

    public int WriteSecured2(int serverHandle, int itemHandle, int currentUserId, int verifierUserId, in MxValue value, in MxValue itemTime)
    {
        var time = ValueConversion.ToTime(itemTime);
        return QueueWrite(serverHandle, itemHandle, value, (server, item, written) => time is null ? null : new PendingWrite(server, item, written)
        {
            Time = time,
            IsSecured = true,
            CurrentUserId = currentUserId,
            VerifierUserId = verifierUserId,
        });
    }

    public int AuthenticateUser(int serverHandle, string verifyUser, string verifyUserPassword, out int userId) =>
        Admit(serverHandle, simulation.Users.Authenticate(verifyUser, verifyUserPassword), out userId);

    public int ArchestrAUserToId(int serverHandle, string userIdGuid, out int userId) =>
        Admit(serverHandle, simulation.Users.FromGuid(userIdGuid), out userId);

    public int Suspend(int serverHandle, int itemHandle, out MxStatus status)
    {
        var item = FindAdvised(serverHandle, itemHandle);
        status = item is null ? Statuses.RefusedLocally : _advising.Suspend(item);
        return item is null ? Hresults.InvalidArgument : Hresults.Ok;
    }

    public int Activate(int serverHandle, int itemHandle, out MxStatus status)
    {
        var item = FindAdvised(serverHandle, itemHandle);
        status = item is null ? Statuses.RefusedLocally : _advising.Activate(item);
        return item is null ? Hresults.InvalidArgument : Hresults.Ok;
    }

    public int SetBufferedUpdateInterval(int serverHandle, int updateInterval)
    {
        if (updateInterval <= 0 || !_servers.TryGetValue(serverHandle, out var server))
        {
            return Hresults.InvalidArgument;
        }

        server.BufferedInterval = TimeSpan.FromMilliseconds(updateInterval);
        return Hresults.Ok;
    }

    private int Add(int serverHandle, string definition, string? context, bool buffered, out int itemHandle)
    {
        itemHandle = 0;
        if (!_servers.TryGetValue(serverHandle, out var server))
        {
            return Hresults.InvalidArgument;
        }

        var reference = simulation.Resolver.Resolve(definition, context);
        if (buffered && reference.Kind == ReferenceKind.WholeArray)
        {
            // Samples are delivered as an array of values, and there are no arrays of arrays.
            reference = ResolvedReference.Fail(Statuses.InvalidReference);
        }

        itemHandle = server.Add(reference, buffered).ItemHandle;
        return Hresults.Ok;
    }

    private int Advise(int serverHandle, int itemHandle, AdviseKind kind)
    {
        if (Find(serverHandle, itemHandle) is not { } item)
        {
            return Hresults.InvalidArgument;
        }

        _advising.Advise(_servers[serverHandle], item, kind);
        return Hresults.Ok;
    }

    // The factory returns null when the item time cannot be read.
    private int QueueWrite(int serverHandle, int itemHandle, MxValue value, Func<SimulatedServer, SimulatedItem, MxValue, PendingWrite?> create)
    {
        if (FindAdvised(serverHandle, itemHandle) is not { IsResolved: true } item)
        {
            return Hresults.InvalidArgument;
        }

        if (create(_servers[serverHandle], item, value) is not { } write)
        {
            return Hresults.InvalidTime;
        }

        simulation.Writer.Queue(write with { Advised = item.Advised });
        return Hresults.Ok;
    }

    private int Admit(int serverHandle, int knownUser, out int userId)
    {
        userId = 0;
        if (knownUser == 0 || !_servers.TryGetValue(serverHandle, out var server))
        {
            return Hresults.InvalidArgument;
        }

        userId = knownUser;
        server.Users.Add(knownUser);
        return Hresults.Ok;
    }

    private SimulatedItem? Find(int serverHandle, int itemHandle) =>
        _servers.TryGetValue(serverHandle, out var server) ? server.Find(itemHandle) : null;

    private SimulatedItem? FindAdvised(int serverHandle, int itemHandle) =>
        Find(serverHandle, itemHandle) is { Advised: not AdviseKind.None } item ? item : null;
}
