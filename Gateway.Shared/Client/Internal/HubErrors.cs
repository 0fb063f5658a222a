using Gateway.Errors;
using Microsoft.AspNetCore.SignalR;

namespace Gateway.Client.Internal;

/// <summary>What an error of a hub call means.</summary>
internal static class HubErrors
{
    /// <summary>
    /// How SignalR's client begins the error of calls that were pending when the server closed the connection with an
    /// error. The type is that of a refused call, so the text is all there is to tell them apart.
    /// </summary>
    private const string ServerClosedConnection = "The server closed the connection with the following error";

    private const string LostInFlight = "The connection was lost before the answer arrived; check whether the call took effect before you repeat it.";

    /// <summary>The connection ended under the call, as opposed to the call being answered with an error.</summary>
    public static bool IsConnectionLoss(Exception error) =>
        error is not HubException || error.Message.StartsWith(ServerClosedConnection, StringComparison.Ordinal);

    /// <summary>The coded error the server sent; null when it sent none.</summary>
    public static GatewayException? CodeOf(Exception error) =>
        error is HubException ? GatewayException.FromWireMessage(error.Message, error) : null;

    /// <summary>The answer to a command that failed. A lost connection leaves open whether the command was carried out.</summary>
    public static GatewayException OfCommand(Exception error) => IsConnectionLoss(error)
        ? new GatewayException(GatewayErrorCode.OutcomeUnknown, LostInFlight, null, error)
        : CodeOf(error) ?? Uncoded(error);

    public static GatewayException Uncoded(Exception error) => new(GatewayErrorCode.Internal, error.Message, null, error);
}
