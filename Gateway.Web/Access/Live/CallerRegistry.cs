using System.Collections.Concurrent;
using Gateway.Errors;
using Gateway.Web.Access.Callers;

namespace Gateway.Web.Access.Live;

/// <summary>The callers of all connections. Any thread.</summary>
internal sealed class CallerRegistry(RevokedTokens revoked, AccessMetrics metrics, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, LiveCaller> _all = new(StringComparer.Ordinal);

    public int Count => _all.Count;

    /// <summary>Connections without rights that were not closed yet.</summary>
    public int Ended => _all.Values.Count(caller => caller.EndedAt is not null);

    public void Add(LiveCaller caller)
    {
        _all[caller.ConnectionId] = caller;
        EndIfRevoked(caller);
    }

    public void Remove(LiveCaller caller) => _all.TryRemove(caller.ConnectionId, out _);

    /// <summary>Gives a connection other rights. The token they come from was checked.</summary>
    public void Renew(LiveCaller live, Caller renewed)
    {
        live.Renew(renewed);
        EndIfRevoked(live);
    }

    /// <summary>A session changed its label: streams end that their callers reach no longer.</summary>
    public void Review()
    {
        foreach (var caller in _all.Values)
        {
            caller.Review();
        }
    }

    /// <summary>Ends what runs under a token. Call after it is among the revoked, so that no connection slips through.</summary>
    public void Revoke(string tokenId)
    {
        foreach (var caller in _all.Values)
        {
            End(caller, tokenId, GatewayErrorCode.TokenRevoked);
        }
    }

    /// <summary>Ends all streams of all connections; the connections stay.</summary>
    public void EndStreams(GatewayException error)
    {
        foreach (var caller in _all.Values)
        {
            caller.EndStreams(error);
        }
    }

    /// <summary>Ends what has expired, and closes connections that stayed without rights for a while.</summary>
    public void Sweep(TimeSpan grace)
    {
        var now = time.GetUtcNow();
        foreach (var caller in _all.Values)
        {
            var current = caller.Current;
            if (current.ExpiresAt <= now)
            {
                End(caller, current.TokenId, GatewayErrorCode.TokenExpired);
            }

            if (caller.EndedAt + grace <= now)
            {
                caller.Abort();
            }
        }
    }

    private void EndIfRevoked(LiveCaller caller)
    {
        if (revoked.Contains(caller.Current.TokenId))
        {
            End(caller, caller.Current.TokenId, GatewayErrorCode.TokenRevoked);
        }
    }

    private void End(LiveCaller caller, string tokenId, GatewayErrorCode code)
    {
        if (caller.End(tokenId, code, time.GetUtcNow()) is { } streams)
        {
            metrics.ConnectionEnded(code, streams);
        }
    }
}
