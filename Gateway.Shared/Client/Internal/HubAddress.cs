using Gateway.Contracts;

namespace Gateway.Client.Internal;

/// <summary>Completes the address of a gateway to that of its hub.</summary>
internal static class HubAddress
{
    /// <summary>The hub's address as a WebSocket address: the scheme is translated and a missing path added.</summary>
    public static Uri Of(Uri url)
    {
        var scheme = url.Scheme switch
        {
            "http" or "ws" => "ws",
            "https" or "wss" => "wss",
            _ => throw new ArgumentException($"The gateway's address begins with http, https, ws or wss, not {url.Scheme}.", nameof(url)),
        };
        var builder = new UriBuilder(url) { Scheme = scheme, Port = url.IsDefaultPort ? -1 : url.Port };
        if (builder.Path is "" or "/")
        {
            builder.Path = HubContract.Path;
        }

        return builder.Uri;
    }
}
