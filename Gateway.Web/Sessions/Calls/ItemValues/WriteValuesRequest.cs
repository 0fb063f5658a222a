using System.Text.Json.Serialization;
using Gateway.Contracts;
using Gateway.Errors;

namespace Gateway.Web.Sessions.Calls.ItemValues;

/// <summary>Values to write to items, each item once.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record WriteValuesRequest
{
    public const int MostValues = 100;
    public const int DefaultTimeoutMs = 30_000;

    private const int LongestItem = 1024;

    public required IReadOnlyList<ValueToWrite> Values { get; init; }

    /// <summary>How long to wait for the outcomes, in milliseconds; absent means 30 seconds.</summary>
    public int? TimeoutMs { get; init; }

    /// <exception cref="GatewayException"><c>InvalidArgument</c>.</exception>
    public void Check(int longestTimeoutMs)
    {
        Require(Values is { Count: > 0 and <= MostValues }, $"values must have 1 to {MostValues} elements.");
        Require(
            Values.All(write => write is { Item.Length: <= LongestItem } && !string.IsNullOrWhiteSpace(write.Item)),
            $"each element of values needs an item of 1 to {LongestItem} characters.");
        Require(
            Values.Select(write => ItemReference.Normal(write.Item)).Distinct(StringComparer.OrdinalIgnoreCase).Count() == Values.Count,
            "values must name each item only once.");
        Require(TimeoutMs is null || (TimeoutMs >= 1 && TimeoutMs <= longestTimeoutMs), $"timeoutMs must be from 1 to {longestTimeoutMs}.");
    }

    private static void Require(bool holds, string rule)
    {
        if (!holds)
        {
            throw new GatewayException(GatewayErrorCode.InvalidArgument, $"Nothing was written: {rule}");
        }
    }
}
