using Gateway.Web.Platform.Health;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gateway.Web.Front.Api;

/// <summary>
/// <c>/health/live</c> reports that the process answers. <c>/health/ready</c> runs all checks with the tag
/// <see cref="HealthTags.Ready"/> and answers 503 when one of them is unhealthy. Both need no token, so they show only the names and
/// states of checks.
/// </summary>
internal static class HealthEndpoints
{
    public const string LivePath = "/health/live";
    public const string ReadyPath = "/health/ready";

    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks(LivePath, Options(_ => false)).AllowAnonymous();
        endpoints.MapHealthChecks(ReadyPath, Options(check => check.Tags.Contains(HealthTags.Ready))).AllowAnonymous();
    }

    private static HealthCheckOptions Options(Func<HealthCheckRegistration, bool> predicate) => new()
    {
        Predicate = predicate,
        ResponseWriter = static (context, report) => context.Response.WriteAsJsonAsync(
            new
            {
                Status = NameOf(report.Status),
                Checks = report.Entries.ToDictionary(entry => entry.Key, entry => NameOf(entry.Value.Status)),
            },
            context.RequestAborted),
    };

    private static string NameOf(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        HealthStatus.Degraded => "degraded",
        _ => "unhealthy",
    };
}
