using System.Globalization;
using Microsoft.AspNetCore.SignalR;

namespace Gateway.Web.Front.Hubs;

/// <summary>
/// A client sent a message beyond the limit. A HubException, because of others SignalR's close message does not tell the text. Without
/// a code: every call and stream of the connection fails with this text, and they are to be resumed as after any loss of it.
/// </summary>
internal sealed class MessageTooLargeException(int maxMessageBytes) : HubException(string.Create(
    CultureInfo.InvariantCulture,
    $"A message has more than the {maxMessageBytes} bytes that the gateway takes; divide it, or raise Gateway:Hub:MaxMessageBytes. GetLimits tells the limit."))
{
    public int MaxMessageBytes => maxMessageBytes;
}
