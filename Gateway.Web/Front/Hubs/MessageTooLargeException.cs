using System.Globalization;
using Microsoft.AspNetCore.SignalR;

namespace Gateway.Web.Front.Hubs;

/// <summary>
/// A client sent a message above the limit. It is a HubException, because SignalR's close message contains the text of no other
/// exception. It has no code: every call and stream of the connection fails with this text, and streams are resumed as after any loss
/// of the connection.
/// </summary>
internal sealed class MessageTooLargeException(int maxMessageBytes) : HubException(string.Create(
    CultureInfo.InvariantCulture,
    $"A message has more than the {maxMessageBytes} bytes that the gateway accepts; divide it, or raise Gateway:Hub:MaxMessageBytes. GetLimits returns the limit."))
{
    public int MaxMessageBytes => maxMessageBytes;
}
