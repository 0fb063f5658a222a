using Gateway.Web.Platform.Recorder;

namespace Gateway.Web.Sessions.Timelines;

/// <summary>What the flight recorder has of one connection, reader, session or worker, as far as the caller may see it.</summary>
internal sealed record Timeline
{
    public required RecorderPart Part { get; init; }

    public required string Id { get; init; }

    /// <summary>The session of a reader or a worker.</summary>
    public string? SessionId { get; init; }

    /// <summary>The connection of a reader.</summary>
    public string? ConnectionId { get; init; }

    /// <summary>The subject of a connection or a reader, or the owner of a session or of the session of a worker.</summary>
    public required string Subject { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime Began { get; init; }

    /// <summary>UTC; absent while it goes on.</summary>
    public DateTime? Ended { get; init; }

    /// <summary>Number of entries that later ones pushed out.</summary>
    public required long Lost { get; init; }

    /// <summary>The oldest first.</summary>
    public required IReadOnlyList<TimelineEntry> Entries { get; init; }
}
