using Gateway.Errors;
using Gateway.Web.Platform.Recorder;
using Gateway.Web.Sessions.Timelines;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Web.Front.Api;

/// <summary>The flight recorder over HTTP: what happened to a connection, a reader, a session or a worker, and the dumps.</summary>
internal static class RecorderEndpoints
{
    public const string Path = $"{ApiErrors.Prefix}/recorder";

    public static void MapRecorder(this IEndpointRouteBuilder endpoints)
    {
        var recorder = endpoints.MapGroup(Path).RequireAuthorization().WithTags("Operation")
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden);
        recorder.MapGet("/dumps", (HttpContext context, RecorderDesk desk) => TypedResults.Ok(desk.List(context.DemandCaller()))).WithName("ListDumps")
            .WithSummary("The copies that the flight recorder made by itself when something went wrong, newest first, as far as the caller may see them.");
        recorder.MapGet("/dumps/{id}", (string id, HttpContext context, RecorderDesk desk) => TypedResults.Ok(desk.Report(context.DemandCaller(), id))).WithName("GetDump")
            .WithSummary("One dump: what had happened to the reader, the session, the worker and the connection that it concerns.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        recorder.MapGet("/{part}/{id}", Get).WithName("Timeline")
            .WithSummary("What happened last to one thing. part is connection, stream, session or worker; a stream has the id of its row in the overview, or its subscription id.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static Ok<Timeline> Get(string part, string id, HttpContext context, RecorderDesk desk)
    {
        var caller = context.DemandCaller();
        return QueryList.ValueOf<RecorderPart>(part) is { } known
            ? TypedResults.Ok(desk.Read(caller, known, id))
            : throw new GatewayException(GatewayErrorCode.NotFound, "The flight recorder has connections, streams, sessions and workers: connection, stream, session or worker comes before the id.");
    }
}
