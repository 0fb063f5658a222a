using Gateway.Errors;

namespace Gateway.Web.Access.Live;

/// <summary>What one connection has in use. Lives as long as the connection. Any thread.</summary>
/// <param name="maxStreams">Streams that run at the same time.</param>
/// <param name="maxStarts">Streams that are started in one window.</param>
/// <param name="time">The clock of the windows.</param>
internal sealed class ConnectionQuota(int maxStreams, int maxStarts, TimeProvider time)
{
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private long _windowBegan;
    private int _starts;
    private int _streams;

    public int Streams => Volatile.Read(ref _streams);

    /// <summary>Counts a stream until what is returned is disposed.</summary>
    /// <exception cref="GatewayException"><c>TooManyInvocations</c>, or <c>TooManyRequests</c> for one that starts and ends streams all the time.</exception>
    public IDisposable TakeStream()
    {
        CountStart();
        if (Interlocked.Increment(ref _streams) > maxStreams)
        {
            Interlocked.Decrement(ref _streams);
            throw new GatewayException(
                GatewayErrorCode.TooManyInvocations, $"The connection has its {maxStreams} streams; end one or use another connection.", 1_000);
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
                    $"The connection has started its {maxStarts} streams of this minute; keep streams running, and change them by UpdateStream.",
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
