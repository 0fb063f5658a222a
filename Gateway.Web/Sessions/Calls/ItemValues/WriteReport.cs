using Gateway.Errors;

namespace Gateway.Web.Sessions.Calls.ItemValues;

/// <summary>The outcomes of writes, in the order of the request.</summary>
internal sealed record WriteReport
{
    public required IReadOnlyList<WriteResult> Results { get; init; }

    /// <summary>Why not every value was written: the first failure among those whose outcome is unknown, otherwise of those refused.</summary>
    internal GatewayException? Failure() =>
        Results.Where(result => result.Outcome != WriteOutcome.Written).OrderByDescending(result => result.Outcome).FirstOrDefault() is { Reason: { } code } first
            ? new GatewayException(code, $"{Results.Count(result => result.Outcome == WriteOutcome.Written)} of {Results.Count} values were written. {first.Item}: {first.Message}")
            : null;
}
