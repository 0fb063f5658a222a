using Gateway.Errors;

namespace Gateway.Web.Access.Live;

/// <summary>What one connection has in use. Lives as long as the connection. Any thread.</summary>
internal sealed class ConnectionQuota(int maxStreams)
{
    private int _streams;

    public int Streams => Volatile.Read(ref _streams);

    /// <summary>Counts a stream until what is returned is disposed.</summary>
    /// <exception cref="GatewayException"><c>TooManyInvocations</c>.</exception>
    public IDisposable TakeStream()
    {
        if (Interlocked.Increment(ref _streams) > maxStreams)
        {
            Interlocked.Decrement(ref _streams);
            throw new GatewayException(
                GatewayErrorCode.TooManyInvocations, $"The connection has its {maxStreams} streams; end one or use another connection.", 1_000);
        }

        return new Place(this);
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
