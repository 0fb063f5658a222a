using Gateway.Contracts;
using Gateway.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Web.Front.Api;

/// <summary>A filter of alarms in a query string; lists are separated by commas.</summary>
internal sealed record AlarmQuery
{
    [FromQuery(Name = "areas")]
    public string? Areas { get; init; }

    [FromQuery(Name = "references")]
    public string? References { get; init; }

    [FromQuery(Name = "priorityTo")]
    public int? PriorityTo { get; init; }

    [FromQuery(Name = "states")]
    public string? States { get; init; }

    /// <exception cref="GatewayException"><c>InvalidArgument</c>.</exception>
    public AlarmRequest ToRequest() => new()
    {
        Areas = QueryList.Split(Areas),
        References = QueryList.Split(References),
        PriorityTo = PriorityTo,
        States = QueryList.Split(States)?.Select(StateOf).ToArray(),
    };

    private static AlarmState StateOf(string name) =>
        QueryList.ValueOf<AlarmState>(name)
        ?? throw new GatewayException(GatewayErrorCode.InvalidArgument, "The alarms cannot be read: states must be names of states, each at most once.");
}
