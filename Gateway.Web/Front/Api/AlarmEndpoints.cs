using Gateway.Contracts;
using Gateway.Web.Streams.Alarms;

namespace Gateway.Web.Front.Api;

/// <summary>The alarms and the log of their transitions over HTTP, for scripts.</summary>
internal static class AlarmEndpoints
{
    public const string NowPath = ApiErrors.Prefix + "/alarms";
    public const string LogPath = NowPath + "/log";

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
        return endpoints;
    }

    private static Task<AlarmsNow> NowAsync(HttpContext context, AlarmDesk alarms, [AsParameters] AlarmQuery filter) =>
        alarms.NowAsync(context.DemandCaller(), filter.ToRequest(), context.RequestAborted);

    private static Task<AlarmPage> PageAsync(HttpContext context, AlarmDesk alarms, [AsParameters] AlarmQuery filter, [AsParameters] AlarmLogQuery page) => alarms.PageAsync(
        context.DemandCaller(),
        filter.ToRequest() with { After = page.After, Epoch = page.Epoch },
        ApiPaging.Limit(page.Limit, DefaultPage, MaxPage),
        context.RequestAborted);
}
