using Gateway.Contracts;
using Gateway.Errors;

namespace Gateway.Client.Internal;

/// <summary>Finds a session by name and tag.</summary>
internal sealed class NamedSession(GatewayClient client, OpenSessionRequest request)
{
    /// <summary>The session; opened when there is none. Of two that were opened at once, the older one stays.</summary>
    public async Task<(GatewaySession Session, bool IsOpened)> FindOrOpenAsync(CancellationToken cancellationToken)
    {
        if (await OldestAsync(cancellationToken) is { } found)
        {
            return (client.Session(found.SessionId), false);
        }

        var own = await client.OpenSessionAsync(request, cancellationToken);
        if (await OldestAsync(cancellationToken) is not { } first || first.SessionId == own.Id)
        {
            return (own, true);
        }

        try
        {
            await own.CloseAsync(cancellationToken);
        }
        catch (GatewayException error) when (error.Duty == ErrorDuty.StartOver)
        {
            // It has ended already, which is what was wanted.
        }

        return (client.Session(first.SessionId), false);
    }

    private async Task<SessionInfo?> OldestAsync(CancellationToken cancellationToken)
    {
        var sessions = await client.ListSessionsAsync(cancellationToken);
        return sessions.Where(IsWanted).OrderBy(info => info.CreatedAt).ThenBy(info => info.SessionId, StringComparer.Ordinal).FirstOrDefault();
    }

    private bool IsWanted(SessionInfo info) =>
        info.Name == request.Name && info.SessionTag == request.SessionTag && (request.Backend is null || info.Backend == request.Backend)
        && info.State is not (SessionState.Closing or SessionState.Closed or SessionState.Faulted);
}
