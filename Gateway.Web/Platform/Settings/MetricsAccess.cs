namespace Gateway.Web.Platform.Settings;

/// <summary>Who may read <c>/metrics</c>.</summary>
internal enum MetricsAccess
{
    /// <summary>Callers with the scope <c>metrics:read</c> or <c>admin</c>.</summary>
    Admin,

    /// <summary>
    /// Also every client on the same machine, for a scraper that runs beside the gateway. Behind a proxy on this machine that would be
    /// every client, so a request with a forwarding header never counts as local. Do not choose this value when the proxy adds no such
    /// header.
    /// </summary>
    AdminOrLoopback,
}
