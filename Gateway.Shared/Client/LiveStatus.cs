using Gateway.Errors;

namespace Gateway.Client;

/// <summary>How live items stand, as one line to show.</summary>
public sealed record LiveStatus
{
    public required LiveState State { get; init; }

    /// <summary>Why they are not live; null while they are, and when the connection was lost without a code.</summary>
    public GatewayErrorCode? Code { get; init; }

    /// <summary>The status in plain words.</summary>
    public required string Message { get; init; }

    /// <summary>The session that the items are read from; null while they are not live.</summary>
    public string? SessionId { get; init; }
}
