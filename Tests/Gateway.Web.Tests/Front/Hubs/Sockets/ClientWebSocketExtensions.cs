using System.Net.WebSockets;
using System.Text;
using Gateway.Testing;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Front.Hubs.Sockets;

internal static class ClientWebSocketExtensions
{
    /// <summary>Sends a message of SignalR's JSON protocol.</summary>
    /// <param name="socket">The WebSocket.</param>
    /// <param name="message">The message without the character that ends it.</param>
    public static Task SendJsonAsync(this ClientWebSocket socket, string message) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message + '\u001e'), WebSocketMessageType.Text, endOfMessage: true, Patience.Token).WithTimeout("a message");
}
