using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Items;

namespace Gateway.Web.Streams.Alarms.Reading;

/// <summary>Checks a client's request to read alarms.</summary>
internal static class AlarmRequestValidator
{
    public const int MaxAreas = 256;
    public const int MaxReferences = 200;
    public const int MaxFlushIntervalMs = 60_000;

    private const int MaxText = 256;

    /// <exception cref="GatewayException"><c>InvalidArgument</c> naming the field.</exception>
    public static void Check(AlarmRequest request)
    {
        Require(request.After is null or >= 0, "after must be a sequence, or absent to begin with a snapshot.");
        Require(request.Epoch is null or { Length: > 0 and <= MaxText }, "epoch must be the one that came with the position.");
        // Without this check, a position whose sequence has a misspelt name would be ignored.
        Require(request.Epoch is null || request.After is not null, "epoch needs after, because a position is both.");
        Require(request.View is null || (request.After is not null && request.View is { Length: > 0 and <= MaxText }), "view must be the one that came with the position, and needs after.");
        Require(
            request.Areas is null || (request.Areas.Count <= MaxAreas && request.Areas.All(area => area is { Length: > 0 and <= MaxText })),
            $"areas must be at most {MaxAreas} names of areas.");
        Require(
            request.References is null || (request.References.Count is > 0 and <= MaxReferences && request.References.All(ItemGlob.IsValid)),
            $"references must be 1 to {MaxReferences} globs.");
        Require(request.PriorityTo is null or (>= 0 and <= 999), "priorityTo must be from 0 to 999; 1 is the most urgent.");
        Require(
            request.States is null || (request.States.Count is > 0 && request.States.Count <= Enum.GetValues<AlarmState>().Length && request.States.All(Enum.IsDefined)),
            "states must be names of states, each at most once.");
        Require(Enum.IsDefined(request.Mode), "mode must be lossless or conflate.");
        Require(request.FlushIntervalMs is null or (>= 0 and <= MaxFlushIntervalMs), $"flushIntervalMs must be from 0 to {MaxFlushIntervalMs}.");
    }

    private static void Require(bool holds, string rule)
    {
        if (!holds)
        {
            throw new GatewayException(GatewayErrorCode.InvalidArgument, $"The alarms cannot be read: {rule}");
        }
    }
}
