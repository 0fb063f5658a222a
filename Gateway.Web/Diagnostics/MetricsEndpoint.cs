using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Diagnostics;

/// <summary><c>GET /metrics</c>, for those <see cref="MetricsAccess"/> names.</summary>
internal static class MetricsEndpoint
{
    public const string Path = "/metrics";

    public static void MapMetrics(this IEndpointRouteBuilder endpoints)
    {
        // Anonymous to the authorization middleware only: the filter decides, by an option that is checked after mapping.
        endpoints.MapGet(Path, (MetricsCollector collector) =>
                Results.Text(PrometheusText.Write(collector.Collect()), PrometheusText.ContentType))
            .AllowAnonymous()
            .AddEndpointFilter(RequireAccessAsync);
    }

    /// <summary>True for a direct connection from this machine. A forwarding header shows that somebody else is behind it.</summary>
    public static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address
        && IPAddress.IsLoopback(address)
        && !context.Request.Headers.ContainsKey("Forwarded")
        && !context.Request.Headers.Keys.Any(name => name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase));

    private static async ValueTask<object?> RequireAccessAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (await MayReadAsync(http))
        {
            return await next(context);
        }

        return http.User.Identity is { IsAuthenticated: true } ? Results.Forbid() : Results.Challenge();
    }

    private static async Task<bool> MayReadAsync(HttpContext http)
    {
        var options = http.RequestServices.GetRequiredService<IOptions<DiagnosticsOptions>>().Value;
        if (options.MetricsAccess == MetricsAccess.AdminOrLoopback && IsLocal(http))
        {
            return true;
        }

        var authorization = http.RequestServices.GetRequiredService<IAuthorizationService>();
        return (await authorization.AuthorizeAsync(http.User, DiagnosticsPolicies.View)).Succeeded;
    }
}
