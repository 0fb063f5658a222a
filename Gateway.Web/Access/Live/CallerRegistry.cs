using System.Collections.Concurrent;
using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Platform.Recorder;

namespace Gateway.Web.Access.Live;

/// <summary>The callers of all connections. Safe on any thread.</summary>
internal sealed class CallerRegistry(RevokedTokens revoked, AccessMetrics metrics, FlightRecorder recorder, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, LiveCaller> _all = new(StringComparer.Ordinal);

    public int Count => _all.Count;

    /// <summary>The number of connections that have no rights any more and are not closed yet.</summary>
    public int Ended => _all.Values.Count(caller => caller.EndedAt is not null);

    public void Add(LiveCaller caller)
    {
        caller.Record(recorder.Open(new RingHeading(RecorderPart.Connection, caller.ConnectionId, caller.Current.Subject) { Site = caller.Current.Sites?.Home }));
        _all[caller.ConnectionId] = caller;
        EndIfRevoked(caller);
    }

    public void Remove(LiveCaller caller)
    {
        _all.TryRemove(caller.ConnectionId, out _);
        caller.Ring.End();
    }

    /// <summary>Gives a connection other rights. The caller of this method has validated the token that they come from.</summary>
    public void Renew(LiveCaller live, Caller renewed)
    {
        live.Ring.Note(new Occurrence(OccurrenceKind.TokenRenewed) { A = (long)(renewed.ExpiresAt - time.GetUtcNow()).TotalSeconds });
        live.Renew(renewed);
        EndIfRevoked(live);
    }

    /// <summary>Called when the tag of a session has changed: ends streams of sessions that their callers can no longer access.</summary>
    public void Review()
    {
        foreach (var caller in _all.Values)
        {
            caller.Review();
        }
    }

    /// <summary>
    /// Ends the streams that run under a token. Call this after the token was added to the revoked tokens, so that no connection is
    /// missed.
    /// </summary>
    /// <param name="tokenId">The token.</param>
    /// <param name="site">The site that has revoked it, at a gateway that serves several; otherwise null.</param>
    public void Revoke(string tokenId, string? site = null)
    {
        foreach (var caller in _all.Values.Where(caller => site is null ? caller.Current.Sites is null : caller.Current.Sites?.Owns(site) is true))
        {
            End(caller, tokenId, GatewayErrorCode.TokenRevoked);
        }
    }

    /// <summary>Ends all streams of all connections; the connections stay open.</summary>
    public void EndStreams(GatewayException error)
    {
        foreach (var caller in _all.Values)
        {
            caller.EndStreams(error);
        }
    }

    /// <summary>
    /// Ends the rights of connections whose token has expired, and closes connections that were without rights for the grace time.
    /// </summary>
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
        if (revoked.Has(caller.Current))
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
