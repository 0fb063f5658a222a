using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Sessions.Lifetime;

namespace Gateway.Web.Sessions.Calls.ItemValues;

/// <summary>
/// A registration of its own in a session, for one request. What is added under it shares no handle with anything else of the session, and
/// all of it is removed when this is disposed, whatever became of the request.
/// </summary>
internal sealed class OwnRegistration(Session session, string clientName, Action removed) : IAsyncDisposable
{
    /// <summary>Begins the client name of every such registration.</summary>
    public const string Prefix = "gateway http ";

    private const int CleaningTimeoutMs = 10_000;

    private bool _mayExist;
    private int? _server;

    public int ServerHandle => _server ?? throw new InvalidOperationException("The registration is not open.");

    /// <exception cref="GatewayException">The platform or the session refused it.</exception>
    public async Task OpenAsync()
    {
        _mayExist = true;
        // It is not cancelled with the request, because then nobody would know its handle.
        var reply = await session.InvokeAsync(new MxCommand { Method = MxMethod.Register, ClientName = clientName }, CancellationToken.None);
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
    public static async Task RemoveAsync(Session session, int server)
    {
        var items = session.Distributor.Items.ItemsOf(server).Select(item => item.ItemHandle).ToArray();
        if (items.Length > 0)
        {
            await InvokeAsync(session, new MxCommand { Method = MxMethod.UnsubscribeBulk, ServerHandle = server, ItemHandles = items });
        }

        await InvokeAsync(session, new MxCommand { Method = MxMethod.Unregister, ServerHandle = server });
    }

    /// <summary>The registrations that requests have in the session.</summary>
    public static async Task<IEnumerable<ServerInfo>> AllAsync(Session session)
    {
        var state = await InvokeAsync(session, new MxCommand { Method = MxMethod.GetSessionState });
        return state.Session?.Servers.Where(server => server.ClientName.StartsWith(Prefix, StringComparison.Ordinal)) ?? [];
    }

    private Task RemoveAsync(int server) => RemoveAsync(session, server);

    // Nobody knows what became of the command. Commands are run in order, so this one is answered after it.
    private async Task<int?> FindAsync() => (await AllAsync(session)).FirstOrDefault(server => server.ClientName == clientName)?.ServerHandle;

    private static Task<MxReply> InvokeAsync(Session session, MxCommand command) =>
        session.InvokeAsync(command with { TimeoutMs = CleaningTimeoutMs }, CancellationToken.None);
}
