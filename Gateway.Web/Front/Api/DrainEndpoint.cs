using Gateway.Web.Access.Audit;
using Gateway.Web.Access.Callers;
using Gateway.Web.Sessions.Adoption;

namespace Gateway.Web.Front.Api;

internal static class DrainEndpoint
{
    public const string Path = $"{ApiErrors.Prefix}/drain";

    public static void MapDrain(this IEndpointRouteBuilder endpoints) => endpoints.MapPost(Path, PostAsync).RequireAuthorization()
        .WithName("Drain").WithTags("Operation").WithSummary("Stops the gateway in an orderly way; the next gateway on the same store takes over its sessions. Admins only.")
        .Produces<DrainInfo>(StatusCodes.Status202Accepted)
        .ProducesProblem(StatusCodes.Status401Unauthorized)
        .ProducesProblem(StatusCodes.Status403Forbidden);

    private static async Task<IResult> PostAsync(HttpContext context, Drain drain, IAccessPolicy access, IAudit audit)
    {
        var caller = context.DemandCaller();
        access.Demand(caller, GatewayAction.DrainGateway);
        await audit.RecordNowAsync(new AuditEntry
        {
            Action = AuditActions.GatewayDrained,
            Subject = caller.Subject,
            TokenId = caller.TokenId,
            RemoteAddress = context.RemoteAddress(),
        });
        return TypedResults.Accepted((string?)null, drain.Begin());
    }
}
