using Gateway.Contracts;
using Gateway.Web.Sessions.Catalogue;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Web.Front.Api;

/// <summary>The items that there are, over HTTP, for scripts.</summary>
internal static class ItemEndpoint
{
    private const string Path = ApiErrors.Prefix + "/items";

    private const string Example = """
        {
          "items": [
            { "level": "item", "reference": "Tank101.Level.PV", "object": "Tank101", "area": "Plant", "dataType": "Float", "unit": "%", "description": "Level" }
          ],
          "total": 1,
          "unreadObjects": 0
        }
        """;

    public static IEndpointRouteBuilder MapItems(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Path, FindAsync).RequireAuthorization().WithTags("Sessions").WithName("FindItems")
            .WithSummary("The items that the source of a session knows, or its objects or areas, in pages.")
            .WithDescription(
                "like has words, each of which must be in the reference or in the description of the object, or a glob with * or ?. level=area lists the areas, level=object the "
                + "objects of an area, and object the items of an object, for which the source is asked as it is now. next of an answer is after of the following "
                + "page. It needs sessions:read, and finds only what the token may read.")
            .WithExample(Example)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .ProducesProblem(StatusCodes.Status504GatewayTimeout);
        return endpoints;
    }

    private static async Task<Ok<ItemPage>> FindAsync(HttpContext context, RequestAdmission admission, ItemFinder items, [AsParameters] ItemQuery query)
    {
        using var caller = admission.Begin(context);
        return TypedResults.Ok(await items.FindAsync(caller.Live, query.Session, query.ToRequest(), context.RequestAborted));
    }
}
