using System.Net;
using Gateway.Web.Access.Callers;
using Gateway.Web.Platform.Settings;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Gateway.Web.Front.Api;

/// <summary><c>GET /metrics</c>, for the callers that <see cref="MetricsAccess"/> allows.</summary>
internal static class MetricsEndpoint
{
    public const string Path = "/metrics";

    private const string LibraryOverflow = "{otel_metric_overflow=\"true\"";
    private const string Overflow = "{overflow=\"true\"";

    public static void MapMetrics(this IEndpointRouteBuilder endpoints)
    {
        // The exporter is built at the first request, because it needs the options, which are validated after the endpoints are mapped.
        var exporter = new Lazy<RequestDelegate>(() => ExporterOf(endpoints));

        // AllowAnonymous switches off only the authorization middleware; the filter decides who may read.
        endpoints.MapGet(Path, (Func<HttpContext, Task>)(context => ScrapeAsync(context, exporter.Value)))
            .WithName("Metrics").WithTags("Operation").WithSummary("The metrics in Prometheus's text format. Requires the scope metrics:read; Gateway:Diagnostics:MetricsAccess may open it to this machine.")
            .Produces<string>(StatusCodes.Status200OK, "text/plain")
            .AllowAnonymous()
            .AddEndpointFilter(RequireAccessAsync);
    }

    /// <summary>
    /// True for a direct connection from this machine. A forwarding header shows that the request comes from another machine, also after
    /// the headers of a trusted proxy were applied, which leaves their former values under <c>X-Original-</c>.
    /// </summary>
    public static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address
        && IPAddress.IsLoopback(address)
        && !context.Request.Headers.ContainsKey("Forwarded")
        && !context.Request.Headers.Keys.Any(IsOfProxy);

    private static bool IsOfProxy(string header) =>
        header.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase) || header.StartsWith("X-Original-", StringComparison.OrdinalIgnoreCase);

    private static RequestDelegate ExporterOf(IEndpointRouteBuilder endpoints) => endpoints.CreateApplicationBuilder()
        .UseOpenTelemetryPrometheusScrapingEndpoint(meterProvider: null, predicate: _ => true, path: null, configureBranchedPipeline: null, optionsName: null)
        .Build();

    private static async Task ScrapeAsync(HttpContext context, RequestDelegate exporter)
    {
        // Every scraper gets the same text format. In OpenMetrics, which many scrapers ask for, the bucket bounds of histograms have
        // other label values.
        context.Request.Headers.Remove(HeaderNames.Accept);
        context.Request.Headers.Remove(HeaderNames.AcceptEncoding);
        var body = context.Response.Body;
        using var text = new MemoryStream();
        context.Response.Body = text;
        try
        {
            await exporter(context);
        }
        finally
        {
            context.Response.Body = body;
        }

        await context.Response.WriteAsync(Familiar(System.Text.Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length)), context.RequestAborted);
    }

    // The library names the overflow series after itself and writes empty braces when there are no labels. Scripts that read the text
    // expect the documented label, and a space after the name.
    private static string Familiar(string text) => text.Replace(LibraryOverflow, Overflow, StringComparison.Ordinal).Replace("{} ", " ", StringComparison.Ordinal);

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
        return (await authorization.AuthorizeAsync(http.User, DiagnosticsPolicies.Metrics)).Succeeded;
    }
}
