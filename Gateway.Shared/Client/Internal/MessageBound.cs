using System.Globalization;
using Gateway.Errors;

namespace Gateway.Client.Internal;

/// <summary>
/// Holds messages to the size that the gateway takes, which closes the connection for a larger one, and with it every stream on it.
/// Any thread.
/// </summary>
internal sealed class MessageBound
{
    /// <summary>Bytes that every gateway takes: its setting is never smaller.</summary>
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
                throw new GatewayException(GatewayErrorCode.InvalidArgument, string.Create(
                    CultureInfo.InvariantCulture,
                    $"The message has {bytes} bytes, and the gateway takes at most {limit} (Gateway:Hub:MaxMessageBytes). Divide it."));
        }
    }

    public void Learn(long limit) => Volatile.Write(ref _limit, limit);

    /// <summary>The next connection may be to a gateway with another setting.</summary>
    public void Forget() => Volatile.Write(ref _limit, 0);
}
