using Gateway.Contracts;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Web.Front.Api;

/// <summary>Which sessions to list.</summary>
internal sealed record SessionQuery
{
    /// <summary>Only sessions with exactly this name.</summary>
    [FromQuery(Name = "name")]
    public string? Name { get; init; }

    /// <summary>Only sessions with exactly this session tag.</summary>
    [FromQuery(Name = "sessionTag")]
    public string? SessionTag { get; init; }

    public IReadOnlyList<SessionInfo> Select(IEnumerable<SessionInfo> sessions) =>
        [.. sessions.Where(session => (Name is null || session.Name == Name) && (SessionTag is null || session.SessionTag == SessionTag))];
}
