using System.Net;
using System.Net.WebSockets;

namespace Gateway.Client.Internal;

/// <summary>The HTTP status with which a gateway answered a WebSocket that did not open.</summary>
internal static class HandshakeStatus
{
#if NETSTANDARD2_0
    // .NET Framework keeps the response. The other platforms of netstandard2.0 only name the status in the message, between quotes.
    public static HttpStatusCode Of(ClientWebSocket _, Exception error)
    {
        if (error.InnerException is WebException { Response: HttpWebResponse response })
        {
            return response.StatusCode;
        }

        var words = error.Message.Split('\'');
        return words.Length > 1 && words[1].Length == 3 && int.TryParse(words[1], out var status) ? (HttpStatusCode)status : 0;
    }

    public static void Collect(ClientWebSocketOptions _)
    {
        // There is nothing to switch on.
    }
#else
    /// <summary>0 when there was no answer.</summary>
    public static HttpStatusCode Of(ClientWebSocket socket, Exception _) => socket.HttpStatusCode;

    /// <summary>Makes the socket keep the status. Call it before the socket connects.</summary>
    public static void Collect(ClientWebSocketOptions options) => options.CollectHttpResponseDetails = true;
#endif
}
