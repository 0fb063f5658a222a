namespace Gateway.Contracts;

/// <summary>The facts of one reader, which change rarely. Texts are cut at 200 characters.</summary>
public sealed record OverviewReader
{
    /// <summary>Identity of the row. It is opaque: a stream over many sessions has a row for each session.</summary>
    public required string ReaderId { get; init; }

    /// <summary>The stream, as in its <c>started</c> item; of a reader of the change feed or of the alarms it is the id of the row.</summary>
    public required string SubscriptionId { get; init; }

    /// <summary>The session that it reads; empty for a reader of the change feed or of the alarms.</summary>
    public required string SessionId { get; init; }

    public required ReaderKind Kind { get; init; }

    /// <summary>Subject of the token.</summary>
    public required string Subject { get; init; }

    /// <summary>SignalR's id of the connection.</summary>
    public string? ConnectionId { get; init; }

    public string? RemoteAddress { get; init; }

    /// <summary>The client program by its user agent, such as <c>SignalR .NET</c> or <c>Firefox</c>; absent when it sent none.</summary>
    public string? Client { get; init; }

    /// <summary>Version of the client program; absent when its user agent has none.</summary>
    public string? ClientVersion { get; init; }

    /// <summary>
    /// <c>webSockets</c>, <c>serverSentEvents</c> or <c>longPolling</c> of a reader of the hub; <c>http</c> of one that streams over HTTP.
    /// </summary>
    public string? Transport { get; init; }

    /// <summary><c>json</c> or <c>messagepack</c>.</summary>
    public string? Protocol { get; init; }

    /// <summary>The mode in force.</summary>
    public required StreamMode Mode { get; init; }

    /// <summary>The filter in force in short, for people; absent when the reader gets everything.</summary>
    public string? Filter { get; init; }

    public required DateTime Since { get; init; }

    /// <summary>The sequence after which the stream was resumed; absent when it began anew.</summary>
    public long? ResumedAfter { get; init; }

    /// <summary>Since when the reader has been slow; absent when it is not.</summary>
    public DateTime? SlowSince { get; init; }

    /// <summary>When the last gap was reported; absent when there was none.</summary>
    public DateTime? LastGapAt { get; init; }

    public GapReason? LastGapReason { get; init; }

    /// <summary>When the token of the connection expires, UTC.</summary>
    public DateTime? TokenExpiresAt { get; init; }
}
