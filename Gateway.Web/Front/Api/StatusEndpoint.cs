using Gateway.Contracts;
using Gateway.Web.Sessions.Overview;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Web.Front.Api;

/// <summary>The overview over HTTP, for scripts.</summary>
internal static class StatusEndpoint
{
    public const string Path = $"{ApiErrors.Prefix}/status";

    public static void MapStatus(this IEndpointRouteBuilder endpoints) => endpoints.MapGet(Path, GetAsync).RequireAuthorization()
        .WithName("Status").WithTags("Operation")
        .WithSummary("The gateway as it is now, as far as the caller may see it: sessions, readers and faults; for admins also the process, health, feeds and keys.")
        .ProducesProblem(StatusCodes.Status401Unauthorized)
        .ProducesProblem(StatusCodes.Status403Forbidden);

    private static async Task<Ok<GatewayStatus>> GetAsync(HttpContext context, OverviewDesk overview) =>
        TypedResults.Ok(await overview.NowAsync(context.DemandCaller(), context.RequestAborted));
}
