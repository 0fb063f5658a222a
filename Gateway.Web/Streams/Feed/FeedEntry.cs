using Gateway.Contracts;
using Gateway.Web.Access.Callers;

namespace Gateway.Web.Streams.Feed;

/// <summary>A change as it is recorded. It holds no secret: no token, no password, no item value.</summary>
internal sealed record FeedEntry
{
    public required FeedKind Kind { get; init; }

    /// <summary>
    /// The session of the change; callers that reach the session may read it. Only admins may read a change without a session.
    /// </summary>
    public SessionAccessInfo? Session { get; init; }

    public string? SessionName { get; init; }

    /// <summary>The subject that made the change.</summary>
    public string? Subject { get; init; }

    /// <summary>A text for people; cut at <see cref="FeedOptions.MaxDetail"/> characters.</summary>
    public string? Detail { get; init; }

    /// <summary>A few named values; each is cut at <see cref="FeedOptions.MaxText"/> characters.</summary>
    public IReadOnlyDictionary<string, string>? Data { get; init; }

    /// <summary>The named values that are there.</summary>
    public static IReadOnlyDictionary<string, string> DataOf(params (string Name, string? Text)[] data) =>
        data.Where(pair => pair.Text is not null).ToDictionary(pair => pair.Name, pair => pair.Text!, StringComparer.Ordinal);
}
