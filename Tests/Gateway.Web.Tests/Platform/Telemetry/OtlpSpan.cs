namespace Gateway.Web.Tests.Platform.Telemetry;

/// <summary>The parts of a span that the tests use.</summary>
/// <param name="Name">For example <c>command Advise</c>.</param>
/// <param name="TraceId">Trace id; this and the two other ids are hexadecimal.</param>
/// <param name="SpanId">Id of this span.</param>
/// <param name="ParentId">Id of the parent; empty for a root span.</param>
/// <param name="Duration">Time from start to end.</param>
/// <param name="Attributes">The attributes that are text.</param>
/// <param name="LinkedTraces">Trace ids of the links.</param>
internal sealed record OtlpSpan(
    string Name, string TraceId, string SpanId, string ParentId, TimeSpan Duration,
    IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<string> LinkedTraces);
