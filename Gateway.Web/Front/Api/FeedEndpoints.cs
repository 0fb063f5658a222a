using Gateway.Contracts;
using Gateway.Web.Access.Callers;
using Gateway.Web.Streams.Feed.Reading;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Web.Front.Api;

/// <summary>The change feed over HTTP, for scripts.</summary>
internal static class FeedEndpoints
{
    public const string PagePath = ApiErrors.Prefix + "/feed";
    public const string ExportPath = PagePath + "/export";

    private const int DefaultPage = 100;
    private const int MaxPage = 1_000;

    public static IEndpointRouteBuilder MapFeed(this IEndpointRouteBuilder endpoints)
    {
        var feed = endpoints.MapGroup(PagePath).RequireAuthorization().WithTags("Feed")
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden);
        feed.MapGet("", PageAsync).WithName("ReadFeed")
            .WithSummary("Changes after a position, oldest first. kinds and sessionTags are lists separated by commas.");
        feed.MapGet("/export", ExportAsync).WithName("ExportFeed").Produces<string>(StatusCodes.Status200OK, "application/x-ndjson")
            .WithSummary("All changes after a position up to now, as JSON lines. An aborted transfer means that the export is incomplete.");
        return endpoints;
    }

    private static async Task<Ok<FeedPage>> PageAsync(
        HttpContext context, FeedPaging pages, FeedReach reach, [AsParameters] FeedQuery query, int? limit) => TypedResults.Ok(await pages.PageAsync(
            Demand(context, reach), query.ToRequest(), ApiPaging.Limit(limit, DefaultPage, MaxPage), context.RequestAborted));

    private static Task ExportAsync(HttpContext context, FeedExport export, FeedReach reach, [AsParameters] FeedQuery query) =>
        export.WriteAsync(context, Demand(context, reach), query.ToRequest());

    private static Caller Demand(HttpContext context, FeedReach reach)
    {
        var caller = context.DemandCaller();
        reach.Demand(caller);
        return caller;
    }
}
