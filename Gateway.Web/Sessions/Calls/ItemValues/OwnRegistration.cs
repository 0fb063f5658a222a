using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Sessions.Lifetime;

namespace Gateway.Web.Sessions.Calls.ItemValues;

/// <summary>
/// A registration of its own in a session, for one request. What is added under it shares no handle with anything else of the session, and
/// all of it is removed when this is disposed, whatever became of the request.
/// </summary>
internal sealed class OwnRegistration(Session session, string clientName, CommandRoad road, Action removed) : IAsyncDisposable
{
    /// <summary>Begins the client name of every such registration of the gateway that has the session's worker.</summary>
    public const string Prefix = "gateway http ";

    /// <summary>The same at another node. The gateway that has the worker does not know which of these are in use.</summary>
    public const string RemotePrefix = "gateway edge http ";

    private const int CleaningTimeoutMs = 10_000;

    private bool _mayExist;
    private int? _server;

    public int ServerHandle => _server ?? throw new InvalidOperationException("The registration is not open.");

    /// <exception cref="GatewayException">The platform or the session refused it.</exception>
    public async Task OpenAsync()
    {
        _mayExist = true;
        // It is not cancelled with the request, because then nobody would know its handle.
        var reply = await road(new MxCommand { Method = MxMethod.Register, ClientName = clientName });
        _server = reply.ReturnValue;
        if (_server is null)
        {
            _mayExist = false;
            throw new GatewayException(GatewayErrorCode.WorkerUnavailable, $"The platform refused the registration: {reply.Diagnostic}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_mayExist && (_server ?? await FindAsync()) is { } server)
            {
                await RemoveAsync(server);
            }
        }
        catch (GatewayException)
        {
            // The session has ended, or its worker does not answer any more, which ends the session.
        }
        finally
        {
            removed();
        }
    }

    /// <summary>Removes a registration with its items, in the order that MXAccess asks for.</summary>
    public static async Task RemoveAsync(Session session, CommandRoad road, int server)
    {
        var items = session.Distributor.Items.ItemsOf(server).Select(item => item.ItemHandle).ToArray();
        if (items.Length > 0)
        {
            await InvokeAsync(road, new MxCommand { Method = MxMethod.UnsubscribeBulk, ServerHandle = server, ItemHandles = items });
        }

        await InvokeAsync(road, new MxCommand { Method = MxMethod.Unregister, ServerHandle = server });
    }

    /// <summary>All registrations of the session.</summary>
    public static async Task<IEnumerable<ServerInfo>> AllAsync(CommandRoad road)
    {
        var state = await InvokeAsync(road, new MxCommand { Method = MxMethod.GetSessionState });
        return state.Session?.Servers ?? [];
    }

    private Task RemoveAsync(int server) => RemoveAsync(session, road, server);

    // Nobody knows what became of the command. Commands are run in order, so this one is answered after it.
    private async Task<int?> FindAsync() => (await AllAsync(road)).FirstOrDefault(server => server.ClientName == clientName)?.ServerHandle;

    private static Task<MxReply> InvokeAsync(CommandRoad road, MxCommand command) => road(command with { TimeoutMs = CleaningTimeoutMs });
}
