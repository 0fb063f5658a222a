using Gateway.Web.Access.Audit;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Keys;
using Gateway.Web.Access.Tokens;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Web.Front.Api;

/// <summary>Tokens and keys over HTTP. Errors are problem details with a stable code; see <see cref="ApiErrors"/>.</summary>
internal static class TokenEndpoints
{
    private const int DefaultPage = 50;
    private const int MaxPage = 500;

    public static void MapTokens(this IEndpointRouteBuilder api)
    {
        var tokens = api.MapGroup("/tokens").WithTags("Tokens");
        tokens.AddEndpointFilter((context, next) =>
        {
            context.HttpContext.RequestServices.GetRequiredService<IOwnerDuties>().Demand("Tokens are issued, listed and revoked");
            return next(context);
        });
        tokens.MapPost("/", CreateAsync).WithName("CreateToken")
            .WithSummary("Creates a token. An admin may create any token; the owner of a session may create one for that session, with at most the rights of its own token.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        tokens.MapGet("/", ListAsync).WithName("ListTokens")
            .WithSummary("Lists tokens, newest first: an admin sees all tokens, other callers see their own token and those derived from their tokens.");
        tokens.MapGet("/{id}", GetAsync).WithName("GetToken").WithSummary("One token of the list.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        tokens.MapDelete("/{id}", RevokeAsync).WithName("RevokeToken")
            .WithSummary("Revokes a token and those derived from it. Streams that run under them end at once.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPost("/keys/rotate", RotateAsync).WithName("RotateKeys").WithTags("Keys")
            .WithSummary("Creates a new signing key. Tokens signed with the old key stay valid. Admins only.");
    }

    private static async Task<IResult> CreateAsync(CreateTokenRequest request, HttpContext context, TokenDesk desk)
    {
        var minted = await desk.CreateAsync(context.DemandCaller(), request, context.RemoteAddress(), context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created($"/api/tokens/{minted.Info.TokenId}", new CreatedToken(minted.Token.Token, minted.Info));
    }

    private static async Task<Ok<TokenPage>> ListAsync(HttpContext context, TokenDesk desk, [AsParameters] TokenQuery query) => TypedResults.Ok(await desk.ListAsync(
        context.DemandCaller(), query.ToFilter(), query.Before, ApiPaging.Limit(query.Limit, DefaultPage, MaxPage), context.RequestAborted));

    private static async Task<Ok<TokenInfo>> GetAsync(string id, HttpContext context, TokenDesk desk) =>
        TypedResults.Ok(await desk.GetAsync(context.DemandCaller(), id, context.RequestAborted));

    private static async Task<Ok<RevokedCount>> RevokeAsync(string id, HttpContext context, TokenDesk desk) =>
        TypedResults.Ok(new RevokedCount(await desk.RevokeAsync(context.DemandCaller(), id, context.RemoteAddress(), context.RequestAborted)));

    private static async Task<Ok<RotatedKey>> RotateAsync(HttpContext context, SigningKeyRing keys, IOwnerDuties duties, IAccessPolicy access, IAudit audit)
    {
        var caller = context.DemandCaller();
        access.Demand(caller, GatewayAction.ManageTokens);
        duties.Demand("Signing keys are rotated");
        var kid = await keys.RotateAsync(context.RequestAborted);
        await audit.RecordNowAsync(new AuditEntry
        {
            Action = AuditActions.KeysRotated,
            Subject = caller.Subject,
            TokenId = caller.TokenId,
            RemoteAddress = context.RemoteAddress(),
            Detail = kid,
        });
        return TypedResults.Ok(new RotatedKey(kid));
    }
}
