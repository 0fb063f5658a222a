using Gateway.Contracts;
using Gateway.Web.Access.Callers;

namespace Gateway.Web.Streams.Feed;

/// <summary>A change as its maker states it. Holds no secret: no token, no password, no item value.</summary>
internal sealed record FeedEntry
{
    public required FeedKind Kind { get; init; }

    /// <summary>The session it is about. Who reaches that session may read it; a change of no session is for admins.</summary>
    public SessionAccessInfo? Session { get; init; }

    public string? SessionName { get; init; }

    /// <summary>Who did it.</summary>
    public string? Subject { get; init; }

    /// <summary>For people; cut at <see cref="FeedOptions.MaxDetail"/> characters.</summary>
    public string? Detail { get; init; }

    /// <summary>A few particulars; each cut at <see cref="FeedOptions.MaxText"/> characters.</summary>
    public IReadOnlyDictionary<string, string>? Data { get; init; }
}
