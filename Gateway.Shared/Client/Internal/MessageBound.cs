using Gateway.Errors;

namespace Gateway.Client.Internal;

/// <summary>
/// Refuses messages that are larger than the gateway accepts, because for such a message the gateway closes the connection with all its streams.
/// Any thread.
/// </summary>
internal sealed class MessageBound
{
    /// <summary>A size in bytes that every gateway accepts, because the setting is never smaller.</summary>
    private const int AlwaysTaken = 32 * 1024;

    private long _limit;

    /// <exception cref="MessageLimitUnknownException">It may be too large: ask the gateway, then try again.</exception>
    /// <exception cref="GatewayException"><c>InvalidArgument</c>: it is too large.</exception>
    public void Check(int bytes)
    {
        if (bytes <= AlwaysTaken)
        {
            return;
        }

        switch (Volatile.Read(ref _limit))
        {
            case 0:
                throw new MessageLimitUnknownException();
            case var limit when bytes > limit:
                throw new GatewayException(GatewayErrorCode.InvalidArgument, FormattableString.Invariant(
                    $"The message has {bytes} bytes, and the gateway takes at most {limit} (Gateway:Hub:MaxMessageBytes). Divide it."));
        }
    }

    public void Learn(long limit) => Volatile.Write(ref _limit, limit);

    /// <summary>The next connection may be to a gateway with another setting.</summary>
    public void Forget() => Volatile.Write(ref _limit, 0);
}
