using Microsoft.AspNetCore.Mvc;

namespace Gateway.Web.Front.Api;

/// <summary>Which page of the log of transitions to read.</summary>
/// <param name="After">The position after which it begins; absent means the oldest retained transition.</param>
/// <param name="Epoch">The epoch of that position.</param>
/// <param name="Limit">Largest number of transitions.</param>
internal sealed record AlarmLogQuery(
    [FromQuery(Name = "after")] long? After, [FromQuery(Name = "epoch")] string? Epoch, [FromQuery(Name = "limit")] int? Limit);
