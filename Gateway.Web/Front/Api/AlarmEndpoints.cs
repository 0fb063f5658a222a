using Gateway.Contracts;
using Gateway.Web.Front.Api.Streaming;
using Gateway.Web.Streams.Alarms;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Web.Front.Api;

/// <summary>The alarms and the log of their transitions over HTTP, for scripts.</summary>
internal static class AlarmEndpoints
{
    public const string NowPath = ApiErrors.Prefix + "/alarms";
    public const string LogPath = NowPath + "/log";

    private const string Example = """
        { "position": "51f7690c84738dca:17:9f86d081884c7d65", "kind": "idle", "sequence": 17 }
        """;

    private const int DefaultPage = 100;
    private const int MaxPage = 1_000;

    public static IEndpointRouteBuilder MapAlarms(this IEndpointRouteBuilder endpoints)
    {
        var alarms = endpoints.MapGroup(NowPath).RequireAuthorization().WithTags("Alarms")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        alarms.MapGet("", NowAsync).WithName("ReadAlarms")
            .WithSummary("The alarms as they are now; without states, all that are not normal. areas, references and states are lists separated by commas.");
        alarms.MapGet("/log", PageAsync).WithName("ReadAlarmLog")
            .WithSummary("Transitions after a position, oldest first. areas, references and states are lists separated by commas.");
        alarms.MapGet("/stream", StreamAsync).WithName("FollowAlarms").Streams()
            .WithSummary("Follows the alarms, as JSON lines or as server-sent events: what stands, and then each transition.")
            .WithDescription(
                "The items are those of the hub's StreamAlarms, each with the position from which a cut stream continues: give it as after, or as the header "
                + "Last-Event-ID. Without a position the stream begins with a snapshot. The last object is end; a stream without it was cut.")
            .WithExample(Example);
        return endpoints;
    }

    private static async Task<Ok<AlarmsNow>> NowAsync(HttpContext context, AlarmDesk alarms, [AsParameters] AlarmQuery filter) =>
        TypedResults.Ok(await alarms.NowAsync(context.DemandCaller(), filter.ToRequest(), context.RequestAborted));

    private static async Task<Ok<AlarmPage>> PageAsync(HttpContext context, AlarmDesk alarms, [AsParameters] AlarmQuery filter, [AsParameters] AlarmLogQuery page) =>
        TypedResults.Ok(await alarms.PageAsync(
            context.DemandCaller(),
            filter.ToRequest() with { After = page.After, Epoch = page.Epoch },
            ApiPaging.Limit(page.Limit, DefaultPage, MaxPage),
            context.RequestAborted));

    private static async Task StreamAsync(
        HttpContext context, RequestAdmission admission, ResponseStreaming responses, [AsParameters] AlarmQuery filter, [AsParameters] AlarmStreamQuery query)
    {
        var form = StreamForm.Of(context.Request);
        var request = query.Complete(filter.ToRequest(), context.Request);
        using var caller = admission.Begin(context, form.Name);
        var alarms = context.RequestServices.GetRequiredService<AlarmDesk>();
        await responses.WriteAsync(context, form, alarms.Open(caller.Live, request, context.RequestAborted), new AlarmItemText(request));
    }
}
