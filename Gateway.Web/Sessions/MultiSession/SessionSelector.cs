using System.IO.Enumeration;
using Gateway.Contracts;
using Gateway.Web.Sessions.Lifetime;

namespace Gateway.Web.Sessions.MultiSession;

/// <summary>Which sessions a request selects, independently of the caller. Immutable.</summary>
internal sealed class SessionSelector(MultiSessionRequest request)
{
    private readonly HashSet<string>? _ids = request.SessionIds?.ToHashSet(StringComparer.Ordinal);
    private readonly string[]? _tags = request.SessionTags?.ToArray();
    private readonly string[]? _names = request.Names?.ToArray();
    private readonly string[]? _backends = request.Backends?.ToArray();

    public bool Chooses(SessionIdentity session) =>
        (_ids is null || _ids.Contains(session.SessionId))
        && Matches(_tags, session.SessionTag)
        && Matches(_names, session.Name)
        && (_backends is null || _backends.Contains(session.Backend, StringComparer.OrdinalIgnoreCase));

    private static bool Matches(string[]? globs, string? text) =>
        globs is null || (text is not null && Array.Exists(globs, glob => FileSystemName.MatchesSimpleExpression(glob, text, ignoreCase: true)));
}
