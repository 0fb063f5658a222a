using Gateway.Contracts;
using Gateway.Web.Sessions.Calls;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Web.Front.Api;

/// <summary>What an operator does with sessions and readers, over HTTP.</summary>
internal static class OperatorEndpoints
{
    private const int DefaultMinutes = 10;

    public static void MapOperator(this IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup(ApiErrors.Prefix).RequireAuthorization().WithTags("Operation")
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPost("/sessions/{id}/close", CloseAsync).WithName("CloseSession")
            .WithSummary("Closes a session: its worker releases everything that it holds. Needs the scope sessions:close.").ProducesOwnerProblems();
        api.MapPost("/sessions/{id}/kill", KillAsync).WithName("KillSession")
            .WithSummary("Ends a session and its worker at once, whatever they are doing. Admins only.").ProducesOwnerProblems();
        api.MapPost("/sessions/{id}/trace", TraceAsync).WithName("TraceSession").ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("Writes what the flight recorder keeps of a session to the log too, for ten minutes or as long as minutes says; it ends by itself. Admins only.");
        api.MapPost("/readers/{id}/end", EndAsync).WithName("EndReader").ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("Ends a reader; its client is told who ended it, and the reason. id is that of the overview. Needs the scope sessions:close.");
    }

    private static async Task<Ok<SessionInfo>> CloseAsync(string id, HttpContext context, OperatorDesk desk) => TypedResults.Ok(await desk.CloseAsync(By(context), id));

    private static async Task<Ok<SessionInfo>> KillAsync(string id, HttpContext context, OperatorDesk desk) => TypedResults.Ok(await desk.KillAsync(By(context), id));

    private static async Task<Ok<TracedSession>> TraceAsync(string id, TraceRequest request, HttpContext context, OperatorDesk desk) =>
        TypedResults.Ok(new TracedSession(id, await desk.TraceAsync(By(context), id, request.Minutes ?? DefaultMinutes)));

    private static async Task<Ok<EndedReader>> EndAsync(string id, EndReaderRequest request, HttpContext context, OperatorDesk desk)
    {
        await desk.EndReaderAsync(By(context), id, request.Reason);
        return TypedResults.Ok(new EndedReader(id));
    }

    // At an edge the owner of the session is asked.
    private static void ProducesOwnerProblems(this RouteHandlerBuilder endpoint) => endpoint
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
        .ProducesProblem(StatusCodes.Status504GatewayTimeout);

    private static ActingCaller By(HttpContext context) => new(context.DemandCaller(), context.RemoteAddress());
}
