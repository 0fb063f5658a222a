namespace Gateway.Web.Platform.Settings;

/// <summary>Who may read <c>/metrics</c>.</summary>
internal enum MetricsAccess
{
    /// <summary>Callers with scope <c>admin</c>.</summary>
    Admin,

    /// <summary>
    /// Also anyone on the same machine, for a scraper beside the gateway. Behind a proxy on this machine that would be everyone,
    /// so a request with a forwarding header never counts as local; do not choose this when the proxy adds none.
    /// </summary>
    AdminOrLoopback,
}
