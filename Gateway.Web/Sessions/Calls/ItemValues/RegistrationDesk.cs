using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Gateway.Errors;
using Gateway.Web.Sessions.Lifetime;

namespace Gateway.Web.Sessions.Calls.ItemValues;

/// <summary>
/// Gives each request a registration of its own. Requests of a gateway that was killed could not remove theirs, so the first request to a
/// session that was adopted removes what they left.
/// </summary>
internal sealed class RegistrationDesk
{
    private readonly ConcurrentDictionary<string, bool> _open = new(StringComparer.Ordinal);
    private readonly ConditionalWeakTable<Session, object> _cleaned = [];

    /// <exception cref="GatewayException">The platform or the session refused it.</exception>
    public async Task<OwnRegistration> OpenAsync(Session session)
    {
        await CleanAsync(session);
        var name = $"{OwnRegistration.Prefix}{Guid.NewGuid():N}";
        _open[name] = true;
        var registration = new OwnRegistration(session, name, () => _open.TryRemove(name, out _));
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

    private async Task CleanAsync(Session session)
    {
        if (session.AdoptedAt is null || !_cleaned.TryAdd(session, session))
        {
            return;
        }

        foreach (var left in (await OwnRegistration.AllAsync(session)).Where(server => !_open.ContainsKey(server.ClientName)))
        {
            await OwnRegistration.RemoveAsync(session, left.ServerHandle);
        }
    }
}
