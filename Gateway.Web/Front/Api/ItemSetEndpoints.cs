using Gateway.Web.Sessions.Calls;
using Gateway.Web.Sessions.ItemSets;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Web.Front.Api;

/// <summary>The sets of items that users keep, over HTTP.</summary>
internal static class ItemSetEndpoints
{
    public const string Path = $"{ApiErrors.Prefix}/item-sets";

    public static void MapItemSets(this IEndpointRouteBuilder endpoints)
    {
        var sets = endpoints.MapGroup(Path).RequireAuthorization().WithTags("Item sets")
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden);
        sets.MapGet("", ListAsync).WithName("ListItemSets")
            .WithSummary("The sets of items that the caller keeps, by name, without items that the token may not read.");
        sets.MapPut("/{name}", SaveAsync).WithName("SaveItemSet").ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("Keeps a set of items under a name, in place of the one that has it.");
        sets.MapDelete("/{name}", DeleteAsync).WithName("DeleteItemSet").ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Deletes a set of items.");
    }

    private static async Task<Ok<ItemSetList>> ListAsync(HttpContext context, ItemSetDesk desk) =>
        TypedResults.Ok(await desk.ListAsync(context.DemandCaller(), context.RequestAborted));

    private static async Task<Ok<ItemSet>> SaveAsync(string name, ItemSetRequest request, HttpContext context, ItemSetDesk desk) =>
        TypedResults.Ok(await desk.SaveAsync(By(context), name, request.Items, context.RequestAborted));

    private static async Task<Ok<DeletedItemSet>> DeleteAsync(string name, HttpContext context, ItemSetDesk desk)
    {
        await desk.DeleteAsync(By(context), name, context.RequestAborted);
        return TypedResults.Ok(new DeletedItemSet(name));
    }

    private static ActingCaller By(HttpContext context) => new(context.DemandCaller(), context.RemoteAddress());
}
