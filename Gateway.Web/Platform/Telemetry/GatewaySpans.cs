using System.Diagnostics;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Protocol;

namespace Gateway.Web.Platform.Telemetry;

/// <summary>
/// The gateway's spans, in addition to those that SignalR creates for hub calls. Attributes name sessions, methods and codes; they
/// never contain item values, item references or tokens. Without a listener no span is created.
/// </summary>
internal static class GatewaySpans
{
    public const string SourceName = "Gateway";

    /// <summary>SignalR's source: one span per hub method, with the parent that the client sent.</summary>
    public const string HubSourceName = "Microsoft.AspNetCore.SignalR.Server";

    private const string SessionIdKey = "gateway.session.id";
    private const string SessionTagKey = "gateway.session.tag";
    private const string ErrorKey = "gateway.error.code";
    private const string MethodKey = "gateway.command.method";

    private const long LongestUs = TimeSpan.TicksPerDay / TimeSpan.TicksPerMicrosecond;

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>The span of the current hub call; null when it is not recorded.</summary>
    public static Activity? HubCall => Activity.Current is { IsAllDataRequested: true, Source.Name: HubSourceName } span ? span : null;

    public static void Describe(this Activity? span, string sessionId, string? sessionTag) =>
        span?.SetTag(SessionIdKey, sessionId).SetTag(SessionTagKey, sessionTag);

    public static void Fail(this Activity? span, GatewayErrorCode code) => span?.SetTag(ErrorKey, code.ToString()).SetStatus(ActivityStatusCode.Error);

    /// <summary>The span of a command, from its receipt until its outcome.</summary>
    public static Activity? StartCommand(MxMethod method, string sessionId, string? sessionTag)
    {
        var span = Source.StartActivity($"command {method}", ActivityKind.Client);
        span?.SetTag(MethodKey, method.ToString());
        span.Describe(sessionId, sessionTag);
        return span;
    }

    /// <summary>
    /// Creates the span of the worker's part of a command, as the worker reported it. The span starts at most one day after the
    /// command and lasts at most one day, because a worker's clock may be wrong.
    /// </summary>
    public static void RecordExecution(Activity command, CommandExecution execution)
    {
        var method = command.GetTagItem(MethodKey);
        var start = command.StartTimeUtc.AddTicks(Math.Clamp((execution.StartedAt - command.StartTimeUtc).Ticks, 0, TimeSpan.TicksPerDay));
        using var span = Source.StartActivity(ActivityKind.Server, command.Context, startTime: start, name: $"execute {method}");
        span?.SetTag(MethodKey, method);
        span.DescribeAs(command);
        span?.SetEndTime(start.AddMicroseconds(Math.Clamp(execution.DurationUs, 0, LongestUs)));
    }

    /// <summary>The span from the start of a stream until it is known where the stream continues.</summary>
    public static Activity? StartResume(Activity stream)
    {
        var span = Source.StartActivity("resume", ActivityKind.Internal, stream.Context);
        span.DescribeAs(stream);
        return span;
    }

    private static void DescribeAs(this Activity? span, Activity other) =>
        span?.SetTag(SessionIdKey, other.GetTagItem(SessionIdKey)).SetTag(SessionTagKey, other.GetTagItem(SessionTagKey));
}
