using Microsoft.AspNetCore.Mvc;

namespace Gateway.Web.Front.Api;

/// <summary>Which page of the log of transitions to read.</summary>
internal sealed record AlarmLogQuery
{
    /// <summary>The position after which it begins; absent means the oldest retained transition.</summary>
    [FromQuery(Name = "after")]
    public long? After { get; init; }

    /// <summary>The epoch of that position.</summary>
    [FromQuery(Name = "epoch")]
    public string? Epoch { get; init; }

    /// <summary>Largest number of transitions.</summary>
    [FromQuery(Name = "limit")]
    public int? Limit { get; init; }
}
