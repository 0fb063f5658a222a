namespace Gateway.Web.Hosting.Supervision;

/// <summary>Requests to a gateway on this machine, at the address that it listens on.</summary>
internal static class OwnListener
{
    /// <summary>Makes a client for requests that contain no secret. The caller owns it.</summary>
    public static HttpMessageInvoker CreateClient()
    {
#pragma warning disable CA5359 // The other end is a gateway on this machine, and the requests contain no secret.
        return new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            // Each request opens a new connection, because the probe must notice a listener that accepts no connections any more.
            PooledConnectionLifetime = TimeSpan.Zero,
            // The certificate usually names another host than the loopback address.
            SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
        });
#pragma warning restore CA5359
    }

    /// <summary>The address of a path of the listener; one that listens on all addresses is asked over the loopback address.</summary>
    public static Uri UriOf(BindingAddress address, string path) => new UriBuilder(address.Scheme, HostOf(address.Host), address.Port, path).Uri;

    private static string HostOf(string host) => host switch
    {
        "0.0.0.0" or "+" or "*" => "127.0.0.1",
        "[::]" => "[::1]",
        _ => host,
    };
}
