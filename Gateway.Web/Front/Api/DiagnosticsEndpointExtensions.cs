using Gateway.Web.Access.Callers;
using Gateway.Web.Platform.Settings;

namespace Gateway.Web.Front.Api;

internal static class DiagnosticsEndpointExtensions
{
    public const string ConfigurationPath = "/api/configuration";

    /// <summary>
    /// <c>/health/live</c>, <c>/health/ready</c>, <c>/metrics</c> and <c>/api/configuration</c>, each with its own access rule.
    /// </summary>
    public static IEndpointRouteBuilder MapDiagnostics(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealth();
        endpoints.MapMetrics();
        endpoints.MapGet(ConfigurationPath, (EffectiveConfiguration configuration) => configuration.ToJson())
            .RequireAuthorization(DiagnosticsPolicies.View)
            .WithName("Configuration").WithTags("Operation").WithSummary("The configuration in force, without secrets. Admins only.");
        return endpoints;
    }
}
