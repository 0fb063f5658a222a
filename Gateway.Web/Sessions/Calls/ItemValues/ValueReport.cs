using Gateway.Contracts;

namespace Gateway.Web.Sessions.Calls.ItemValues;

/// <summary>The values that were read.</summary>
internal sealed record ValueReport
{
    /// <summary>
    /// Up to where cached values know the session's events, as <c>epoch:sequence</c>: the events after it are what changed since. Absent for
    /// values that were read anew.
    /// </summary>
    public string? Position { get; init; }

    /// <summary>The session's state. When it is faulted, cached values are stale.</summary>
    public SessionState? State { get; init; }

    /// <summary>In the order of the request; items that a glob found come in the order of their names.</summary>
    public required IReadOnlyList<ItemValue> Values { get; init; }
}
