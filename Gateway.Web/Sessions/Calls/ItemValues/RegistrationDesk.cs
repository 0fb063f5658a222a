using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Gateway.Errors;
using Gateway.Web.Sessions.Lifetime;

namespace Gateway.Web.Sessions.Calls.ItemValues;

/// <summary>
/// Gives each request a registration of its own. Requests of a gateway that was killed could not remove theirs, so the first request to a
/// session that was adopted removes what they left.
/// </summary>
internal sealed class RegistrationDesk(IRemoteCalls remote)
{
    private readonly ConcurrentDictionary<string, bool> _open = new(StringComparer.Ordinal);
    private readonly ConditionalWeakTable<Session, object> _cleaned = [];

    /// <summary>For a request of a caller. At another node than that of the session's worker, the caller needs the rights for each command.</summary>
    /// <exception cref="GatewayException">The platform or the session refused it.</exception>
    public Task<OwnRegistration> OpenAsync(SessionCall call) => call.Session.Node is null
        ? OpenAsync(call.Session)
        : OpenAsync(call.Session, OwnRegistration.RemotePrefix, command => remote.InvokeAsync(call.By, call.Session, command, CancellationToken.None));

    /// <summary>For a request of the gateway itself.</summary>
    /// <exception cref="GatewayException">The platform or the session refused it.</exception>
    public async Task<OwnRegistration> OpenAsync(Session session)
    {
        var road = RoadOf(session);
        await CleanAsync(session, road);
        return await OpenAsync(session, OwnRegistration.Prefix, road);
    }

    private static CommandRoad RoadOf(Session session) => command => session.InvokeAsync(command, CancellationToken.None);

    private async Task<OwnRegistration> OpenAsync(Session session, string prefix, CommandRoad road)
    {
        var name = $"{prefix}{Guid.NewGuid():N}";
        _open[name] = true;
        var registration = new OwnRegistration(session, name, road, () => _open.TryRemove(name, out _));
        try
        {
            await registration.OpenAsync();
            return registration;
        }
        catch
        {
            await registration.DisposeAsync();
            throw;
        }
    }

    private async Task CleanAsync(Session session, CommandRoad road)
    {
        if (session.AdoptedAt is null || !_cleaned.TryAdd(session, session))
        {
            return;
        }

        foreach (var left in (await OwnRegistration.AllAsync(road)).Where(server => IsLeft(server.ClientName)))
        {
            await OwnRegistration.RemoveAsync(session, road, left.ServerHandle);
        }
    }

    private bool IsLeft(string clientName) => clientName.StartsWith(OwnRegistration.Prefix, StringComparison.Ordinal) && !_open.ContainsKey(clientName);
}
