using System.Text.Json;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Streams.Feed.Reading;

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

    private static Task<FeedPage> PageAsync(
        HttpContext context, FeedPaging pages, IAccessPolicy access, long? after, string? feedEpoch, string? kinds, string? sessionTags, int? limit)
    {
        var caller = Demand(context, access);
        var request = RequestOf(after, feedEpoch, kinds, sessionTags);
        return pages.PageAsync(caller, request, ApiPaging.Limit(limit, DefaultPage, MaxPage), context.RequestAborted);
    }

    private static Task ExportAsync(
        HttpContext context, FeedExport export, IAccessPolicy access, long? after, string? feedEpoch, string? kinds, string? sessionTags) =>
        export.WriteAsync(context, Demand(context, access), RequestOf(after, feedEpoch, kinds, sessionTags));

    private static Caller Demand(HttpContext context, IAccessPolicy access)
    {
        var caller = context.DemandCaller();
        access.Demand(caller, GatewayAction.ReadFeed);
        return caller;
    }

    private static FeedRequest RequestOf(long? after, string? feedEpoch, string? kinds, string? sessionTags)
    {
        var request = new FeedRequest
        {
            After = after,
            FeedEpoch = feedEpoch,
            Kinds = kinds is null ? null : [.. Split(kinds).Select(KindOf)],
            SessionTags = sessionTags is null ? null : Split(sessionTags),
        };
        FeedRequestValidator.Check(request);
        return request;
    }

    private static string[] Split(string list) => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static FeedKind KindOf(string name) =>
        Enum.GetValues<FeedKind>().Where(kind => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString()) == name).Select(kind => (FeedKind?)kind).FirstOrDefault()
        ?? throw new GatewayException(GatewayErrorCode.InvalidArgument, "The feed cannot be read: kinds must be names of kinds, each at most once.");
}
