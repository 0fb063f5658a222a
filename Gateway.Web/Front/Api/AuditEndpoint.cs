using Gateway.Web.Access.Audit;
using Gateway.Web.Access.Callers;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Web.Front.Api;

internal static class AuditEndpoint
{
    private const int DefaultPage = 100;
    private const int MaxPage = 1_000;

    public static void MapAudit(this IEndpointRouteBuilder api) => api.MapGet("/audit", ListAsync).WithName("ListAudit").WithTags("Audit")
        .WithSummary("The audit trail, newest first. Admins only.");

    private static async Task<Ok<AuditPage>> ListAsync(HttpContext context, AuditQuery audit, IAccessPolicy access, long? before, int? limit)
    {
        access.Demand(context.DemandCaller(), GatewayAction.ViewAudit);
        return TypedResults.Ok(await audit.PageAsync(before, ApiPaging.Limit(limit, DefaultPage, MaxPage), context.RequestAborted));
    }
}
