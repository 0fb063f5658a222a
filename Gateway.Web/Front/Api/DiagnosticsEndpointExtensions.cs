using Gateway.Web.Access.Callers;
using Gateway.Web.Platform.Settings;

namespace Gateway.Web.Front.Api;

internal static class DiagnosticsEndpointExtensions
{
    public const string ConfigurationPath = "/api/configuration";

    /// <summary>
    /// <c>/health/live</c>, <c>/health/ready</c>, <c>/metrics</c>, <c>/api/configuration</c>, <c>/api/settings</c> and <c>/api/about</c>, each
    /// with its own access rule.
    /// </summary>
    public static IEndpointRouteBuilder MapDiagnostics(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealth();
        endpoints.MapMetrics();
        endpoints.MapGet(ConfigurationPath, (EffectiveConfiguration configuration) => TypedResults.Ok(configuration.ToJson()))
            .RequireAuthorization(DiagnosticsPolicies.View)
            .WithName("Configuration").WithTags("Operation").WithSummary("The configuration in force, without secrets. Admins only.");
        endpoints.MapGet("/api/settings", (SettingsComparison settings) => TypedResults.Ok(settings.Compare()))
            .RequireAuthorization(DiagnosticsPolicies.View)
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden)
            .WithName("Settings").WithTags("Operation").WithSummary("Each setting in force with its default, where it was set, and whether a change needs a restart; without secrets. Admins only.");
        endpoints.MapGet("/api/about", (AboutGateway about) => TypedResults.Ok(about.Describe()))
            .RequireAuthorization(DiagnosticsPolicies.View)
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden)
            .WithName("About").WithTags("Operation").WithSummary("Versions of the gateway, its worker, its contract and the platform, and the packages it is made of with their licences. Admins only.");
        return endpoints;
    }
}
