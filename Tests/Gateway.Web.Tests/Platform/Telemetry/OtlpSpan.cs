namespace Gateway.Web.Tests.Platform.Telemetry;

/// <summary>What the tests look at of a span.</summary>
/// <param name="Name">Such as <c>command Advise</c>.</param>
/// <param name="TraceId">Hexadecimal, as the next two.</param>
/// <param name="SpanId">Of this span.</param>
/// <param name="ParentId">Empty for a root.</param>
/// <param name="Duration">End less start.</param>
/// <param name="Attributes">Those that are text.</param>
/// <param name="LinkedTraces">Trace ids of its links.</param>
internal sealed record OtlpSpan(
    string Name, string TraceId, string SpanId, string ParentId, TimeSpan Duration,
    IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<string> LinkedTraces);
