using Gateway.Errors;

namespace Gateway.Web.Front.Hubs;

/// <summary>What one connection has in use. Lives as long as the connection.</summary>
internal sealed class ConnectionQuota(int maxStreams)
{
    private int _streams;

    public int Streams => Volatile.Read(ref _streams);

    /// <exception cref="GatewayException"><c>TooManyInvocations</c>.</exception>
    public void TakeStream()
    {
        if (Interlocked.Increment(ref _streams) > maxStreams)
        {
            Interlocked.Decrement(ref _streams);
            throw new GatewayException(
                GatewayErrorCode.TooManyInvocations, $"The connection has its {maxStreams} streams; end one or use another connection.", 1_000);
        }
    }

    public void ReturnStream() => Interlocked.Decrement(ref _streams);
}
