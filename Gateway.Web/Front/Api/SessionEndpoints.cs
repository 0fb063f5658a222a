using Gateway.Contracts;
using Gateway.Web.Front.Api.Streaming;
using Gateway.Web.Sessions.Calls;
using Gateway.Web.Sessions.Calls.ItemValues;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Web.Front.Api;

/// <summary>Sessions, their items and their events over HTTP, for scripts that have nothing but a token.</summary>
internal static class SessionEndpoints
{
    public const string Path = ApiErrors.Prefix + "/sessions";

    public static IEndpointRouteBuilder MapSessions(this IEndpointRouteBuilder endpoints)
    {
        var sessions = endpoints.MapGroup(Path).RequireAuthorization().WithTags("Sessions")
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden);
        sessions.MapGet("", List).WithName("ListSessions")
            .WithSummary("The sessions that the caller has access to, the oldest first.");
        sessions.MapGet("/{sessionId}", Get).WithName("GetSession")
            .WithSummary("One session.").ProducesProblem(StatusCodes.Status404NotFound);
        sessions.MapGet("/{sessionId}/values", ReadAsync).WithName("ReadValues")
            .WithSummary("Items of a session: their cached values, or values that are read from the platform now.")
            .WithDescription(
                "item may be repeated. With source=cached, the default, an item may be a glob, and without item the answer has all items of the session; it "
                + "needs sessions:read. With source=fresh the items need not be in the session; it needs sessions:write, as every command. An item that "
                + "cannot be read has a code and a message instead of a value, and the status is 200 all the same.")
            .WithExample(SessionExamples.Values).ProducesSessionProblems();
        sessions.MapPut("/{sessionId}/values", WriteAsync).WithName("WriteValues")
            .WithSummary("Writes items and waits until the platform says what became of it.")
            .WithDescription(
                "The status is 200 when every value was written. Otherwise the answer is a problem with the code of the first failure, and its results has the "
                + "outcome of each item: written, refused or unknown. It needs sessions:read and sessions:write. Secured and verified writes are not offered.")
            .WithExample(SessionExamples.Written, SessionExamples.Write).Produces<WriteReport>().ProducesSessionProblems();
        sessions.MapGet("/{sessionId}/events", EventsAsync).WithName("FollowEvents").Streams()
            .WithSummary("Follows the events of a session, as JSON lines or as server-sent events.")
            .WithDescription(
                "The items are those of the hub's StreamSession; each event also has the reference of its item, and each item the position from which a cut stream "
                + "continues: give it as after, or as the header Last-Event-ID. The last object is end; a stream without it was cut. It needs sessions:read.")
            .WithExample(SessionExamples.Events).ProducesSessionProblems();
        return endpoints;
    }

    private static Ok<IReadOnlyList<SessionInfo>> List(HttpContext context, RequestAdmission admission, SessionDesk sessions, [AsParameters] SessionQuery query)
    {
        using var caller = admission.Begin(context);
        return TypedResults.Ok(query.Select(sessions.List(caller.Live)));
    }

    private static Ok<SessionInfo> Get(HttpContext context, RequestAdmission admission, SessionDesk sessions, string sessionId)
    {
        using var caller = admission.Begin(context);
        return TypedResults.Ok(sessions.Get(caller.Live, sessionId));
    }

    private static async Task<Ok<ValueReport>> ReadAsync(HttpContext context, RequestAdmission admission, ValueReader values, string sessionId, [AsParameters] ValueQuery query)
    {
        using var caller = admission.Begin(context);
        return TypedResults.Ok(query.IsFresh
            ? await values.ReadFreshAsync(caller.Live, sessionId, query.Items, query.TimeoutMs, context.RequestAborted)
            : await values.ReadCachedAsync(caller.Live, sessionId, query.Items, context.RequestAborted));
    }

    private static async Task<IResult> WriteAsync(HttpContext context, RequestAdmission admission, ValueWriter values, string sessionId, WriteValuesRequest request)
    {
        using var caller = admission.Begin(context);
        var report = await values.WriteAsync(caller.Live, sessionId, request, context.RequestAborted);
        return report.Failure() is { } failure ? ApiProblem.Of(failure, "results", report.Results) : TypedResults.Ok(report);
    }

    private static async Task EventsAsync(HttpContext context, RequestAdmission admission, StreamDesk streams, ResponseStreaming responses, [AsParameters] EventQuery query)
    {
        var form = StreamForm.Of(context.Request);
        var request = query.ToRequest(context.Request);
        using var caller = admission.Begin(context, form.Name);
        var (items, stream) = streams.OpenNamed(caller.Live, query.SessionId, request, context.RequestAborted);
        await responses.WriteAsync(context, form, stream, new NamedItems(items, request));
    }

    private static RouteHandlerBuilder ProducesSessionProblems(this RouteHandlerBuilder endpoint) => endpoint
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
        .ProducesProblem(StatusCodes.Status504GatewayTimeout);
}
