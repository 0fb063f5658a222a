using Gateway.Contracts;
using Gateway.Errors;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Front.Hardening;

/// <summary>
/// Refuses connections to the hub from pages of other origins. Browsers do not apply the rules for origins to WebSockets, but they send
/// the origin of the page, which no page can change. Other programs send no origin, and the list does not concern them.
/// </summary>
internal static class HubOrigins
{
    /// <summary>To be used when there is a list of allowed origins.</summary>
    public static IApplicationBuilder UseHubOrigins(this WebApplication app)
    {
        var allowed = app.Services.GetRequiredService<IOptions<HardeningOptions>>().Value.AllowedOrigins.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return app.Use((context, next) => Permits(context.Request, allowed)
            ? next(context)
            : throw new GatewayException(
                GatewayErrorCode.Forbidden,
                "The page's origin is not allowed to connect. Add the origin to Gateway:Http:AllowedOrigins, or open the page from an allowed one."));
    }

    private static bool Permits(HttpRequest request, HashSet<string> allowed) =>
        request.Headers.Origin is not [{ Length: > 0 } origin]
        || !request.Path.StartsWithSegments(HubContract.Path)
        || allowed.Contains(origin)
        || IsOwnPage(origin, request.Host);

    // The scheme is not compared, because a proxy that ends https forwards plain http.
    private static bool IsOwnPage(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && string.Equals(uri.Authority, host.Value, StringComparison.OrdinalIgnoreCase);
}
