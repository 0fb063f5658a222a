using Gateway.Errors;

namespace Gateway.Web.Access.Live;

/// <summary>The streams that one connection uses. Lives as long as the connection. Safe on any thread.</summary>
/// <param name="maxStreams">Largest number of streams that run at the same time.</param>
/// <param name="maxStarts">Largest number of streams that are started in one window.</param>
/// <param name="time">The clock of the windows.</param>
internal sealed class ConnectionQuota(int maxStreams, int maxStarts, TimeProvider time)
{
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private long _windowBegan;
    private int _starts;
    private int _streams;

    public int Streams => Volatile.Read(ref _streams);

    /// <summary>Counts a stream until the returned object is disposed.</summary>
    /// <exception cref="GatewayException"><c>TooManyInvocations</c>, or <c>TooManyRequests</c> when the connection starts streams too
    /// often.</exception>
    public IDisposable TakeStream()
    {
        CountStart();
        if (Interlocked.Increment(ref _streams) > maxStreams)
        {
            Interlocked.Decrement(ref _streams);
            throw new GatewayException(
                GatewayErrorCode.TooManyInvocations, $"The connection already has {maxStreams} streams, which is the limit; end one of them or use another connection.", 1_000);
        }

        return new Place(this);
    }

    private void CountStart()
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            var since = time.GetElapsedTime(_windowBegan, now);
            if (_starts == 0 || since >= Window)
            {
                (_windowBegan, _starts, since) = (now, 0, TimeSpan.Zero);
            }

            if (_starts >= maxStarts)
            {
                throw new GatewayException(
                    GatewayErrorCode.TooManyRequests,
                    $"The connection has started {maxStarts} streams within a minute, which is the limit; keep streams running and change them with UpdateStream.",
                    (int)(Window - since).TotalMilliseconds + 1);
            }

            _starts++;
        }
    }

    private sealed class Place(ConnectionQuota quota) : IDisposable
    {
        private int _isGivenBack;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isGivenBack, 1) == 0)
            {
                Interlocked.Decrement(ref quota._streams);
            }
        }
    }
}
