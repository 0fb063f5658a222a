using Gateway.Contracts;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Web.Front.Api;

/// <summary>Which sessions to list.</summary>
/// <param name="Name">Only sessions with exactly this name.</param>
/// <param name="SessionTag">Only sessions with exactly this session tag.</param>
internal sealed record SessionQuery([FromQuery(Name = "name")] string? Name, [FromQuery(Name = "sessionTag")] string? SessionTag)
{
    public IReadOnlyList<SessionInfo> Select(IEnumerable<SessionInfo> sessions) =>
        [.. sessions.Where(session => (Name is null || session.Name == Name) && (SessionTag is null || session.SessionTag == SessionTag))];
}
