using Gateway.Errors;
using Gateway.Web.Sessions.Cluster;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Forwarding;

/// <summary>Bounds what edges ask of this owner: requests under way, of one edge and of all, and how often one asks. May be used on any thread.</summary>
internal sealed class CallAdmission(IOptions<ClusterOptions> options, TimeProvider time)
{
    /// <summary>Edges that are counted apart. An edge says its name itself, so of more names all further ones count as one.</summary>
    private const int MostEdges = 64;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Use> _edges = new(StringComparer.Ordinal);
    private int _underWay;

    /// <summary>Requests that are not answered.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    /// <summary>Counts a request of an edge until the returned object is disposed.</summary>
    /// <exception cref="GatewayException"><c>TooManyRequests</c> or <c>TooManyPendingCommands</c>; the request is not run.</exception>
    public IDisposable Enter(string edge)
    {
        var own = options.Value;
        lock (_lock)
        {
            var use = UseOf(edge);
            use.Count(time, Window);
            if (use.Begun > own.MaxRequestsPerSecond)
            {
                throw new GatewayException(GatewayErrorCode.TooManyRequests, $"The edge sends more than {own.MaxRequestsPerSecond} calls in a second to the owner of the session, which is the limit.", 1_000);
            }

            if (use.UnderWay >= own.MaxRequestsPerEdge || _underWay >= own.MaxRequests)
            {
                throw new GatewayException(GatewayErrorCode.TooManyPendingCommands, "The owner of the session has as many unanswered calls of edges as it takes; send fewer at once.", 250);
            }

            use.UnderWay++;
            _underWay++;
            return new Place(this, use);
        }
    }

    private Use UseOf(string edge)
    {
        var name = _edges.ContainsKey(edge) || _edges.Count < MostEdges ? edge : "";
        if (!_edges.TryGetValue(name, out var use))
        {
            _edges[name] = use = new Use();
        }

        return use;
    }

    private void Leave(Use use)
    {
        lock (_lock)
        {
            use.UnderWay--;
            _underWay--;
        }
    }

    private sealed class Use
    {
        private long _windowBegan;

        public int UnderWay { get; set; }

        /// <summary>Requests of the current window.</summary>
        public int Begun { get; private set; }

        public void Count(TimeProvider time, TimeSpan window)
        {
            if (Begun == 0 || time.GetElapsedTime(_windowBegan) >= window)
            {
                (_windowBegan, Begun) = (time.GetTimestamp(), 0);
            }

            Begun++;
        }
    }

    private sealed class Place(CallAdmission admission, Use use) : IDisposable
    {
        private int _isGivenBack;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isGivenBack, 1) == 0)
            {
                admission.Leave(use);
            }
        }
    }
}
