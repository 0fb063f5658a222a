using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Platform.Recorder;

namespace Gateway.Web.Access.Live;

/// <summary>
/// The current rights of a connection and the streams that must follow when these rights change, by renewal, expiry or revocation. Safe
/// on any thread.
/// </summary>
internal sealed class LiveCaller(ConnectionOrigin origin, Caller caller, ConnectionQuota quota, Action abort)
{
    private readonly Lock _gate = new();
    private readonly HashSet<ILiveStream> _streams = [];
    private volatile Caller _current = caller;
    private volatile Ending? _ending;

    public ConnectionOrigin Origin => origin;

    public string ConnectionId => origin.ConnectionId;

    public string? RemoteAddress => origin.RemoteAddress;

    public ConnectionQuota Quota => quota;

    /// <summary>What the flight recorder keeps of the connection.</summary>
    public OccurrenceRing Ring { get; private set; } = OccurrenceRing.None;

    /// <summary>The latest rights, even when they have ended.</summary>
    public Caller Current => _current;

    /// <summary>Since when the connection has no rights; null while it has rights.</summary>
    public DateTimeOffset? EndedAt => _ending?.At;

    /// <summary>The rights by which a call is checked.</summary>
    /// <exception cref="GatewayException"><c>TokenExpired</c> or <c>TokenRevoked</c>.</exception>
    public Caller Demand(DateTimeOffset now)
    {
        var current = _current;
        if (_ending is { } ending)
        {
            throw ErrorOf(ending.Code);
        }

        return now < current.ExpiresAt ? current : throw ErrorOf(GatewayErrorCode.TokenExpired);
    }

    /// <summary>Called once, before anything else is done with the connection.</summary>
    public void Record(OccurrenceRing ring) => Ring = ring;

    /// <summary>Starts a stream under the current rights. From then on, the stream follows changes of these rights.</summary>
    /// <exception cref="GatewayException">As <see cref="Demand"/>, or the reason why the stream does not start.</exception>
    public T Attach<T>(DateTimeOffset now, Func<Caller, T> start)
        where T : ILiveStream
    {
        lock (_gate)
        {
            var stream = start(Demand(now));
            _streams.Add(stream);
            return stream;
        }
    }

    public void Detach(ILiveStream stream)
    {
        lock (_gate)
        {
            _streams.Remove(stream);
        }
    }

    /// <summary>Finds a stream that runs under the rights of the connection; null when there is none.</summary>
    public T? Find<T>(Func<T, bool> which)
        where T : class, ILiveStream
    {
        lock (_gate)
        {
            return _streams.OfType<T>().FirstOrDefault(which);
        }
    }

    /// <summary>
    /// Sets new rights of the same subject. Streams that these rights do not allow end; the others continue with the items that they
    /// may read now.
    /// </summary>
    public void Renew(Caller renewed)
    {
        lock (_gate)
        {
            _current = renewed;
            _ending = null;
            foreach (var stream in _streams.ToArray())
            {
                if (!stream.Renewed(renewed))
                {
                    _streams.Remove(stream);
                }
            }
        }
    }

    /// <summary>
    /// Checks the streams again because their sessions have changed, not the rights: streams that the rights no longer allow end.
    /// </summary>
    public void Review()
    {
        lock (_gate)
        {
            _streams.RemoveWhere(stream => !stream.Renewed(_current));
        }
    }

    /// <summary>Ends the connection's streams and refuses its calls until its token is renewed.</summary>
    /// <param name="tokenId">The token that ended. A connection that was renewed meanwhile is left alone.</param>
    /// <param name="code"><c>TokenExpired</c> or <c>TokenRevoked</c>.</param>
    /// <param name="now">The current time.</param>
    /// <returns>The number of ended streams; null when there was nothing to do.</returns>
    public int? End(string tokenId, GatewayErrorCode code, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_ending is not null || _current.TokenId != tokenId)
            {
                return null;
            }

            _ending = new Ending(code, now);
            var ended = _streams.Count;
            // Before the streams, because each of them notes its end on a thread of its own.
            Ring.Note(new Occurrence(OccurrenceKind.TokenEnded) { Code = code, A = ended });
            foreach (var stream in _streams)
            {
                stream.End(ErrorOf(code));
            }

            _streams.Clear();
            return ended;
        }
    }

    /// <summary>Ends the connection's streams, whatever its rights are.</summary>
    public void EndStreams(GatewayException error)
    {
        lock (_gate)
        {
            foreach (var stream in _streams)
            {
                stream.End(error);
            }

            _streams.Clear();
        }
    }

    /// <summary>Closes the connection itself.</summary>
    public void Abort() => abort();

    private static GatewayException ErrorOf(GatewayErrorCode code) => new(
        code,
        code == GatewayErrorCode.TokenExpired
            ? "The token has expired; renew it, or connect with a new token."
            : "The token was revoked; renew the connection with another token, or connect again with one.");

    private sealed record Ending(GatewayErrorCode Code, DateTimeOffset At);
}
