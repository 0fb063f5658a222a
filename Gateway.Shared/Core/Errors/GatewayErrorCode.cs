namespace Gateway.Errors;

/// <summary>
/// Stable error codes. The name is what clients see (<c>[SlowConsumer] …</c>); the range carries the client's duty:
/// 1000 retry with resume, 2000 start over, 3000 give up, 4000 outcome unknown.
/// </summary>
public enum GatewayErrorCode
{
    SlowConsumer = 1001,
    GatewayStopping = 1002,
    TooManyPendingCommands = 1003,
    TooManyInvocations = 1004,
    TooManySessions = 1005,
    TooManySubscribers = 1006,
    StartTimedOut = 1007,
    WorkerUnavailable = 1008,
    SessionNotReady = 1009,
    TooManyRequests = 1010,

    /// <summary>The change feed's journal cannot be read at the moment.</summary>
    FeedUnavailable = 1011,

    /// <summary>The gateway's store cannot be written or read at the moment: another process holds it, or the disk is full.</summary>
    StoreUnavailable = 1012,

    /// <summary>The gateway serves sessions of other gateways and cannot reach their owner, or does not know its keys, at the moment.</summary>
    SiteUnavailable = 1013,

    SessionNotFound = 2001,
    SessionClosed = 2002,
    WorkerLost = 2003,
    SessionFaulted = 2004,
    WorkerStartFailed = 2005,

    InvalidArgument = 3001,
    Unauthenticated = 3002,
    Forbidden = 3003,
    Unsupported = 3004,

    /// <summary>The token's life is over. A renewal makes the connection good again.</summary>
    TokenExpired = 3005,

    /// <summary>The token was taken back. A renewal with another one makes the connection good again.</summary>
    TokenRevoked = 3006,

    /// <summary>There is no such thing, or none for this caller. Sessions have a code of their own.</summary>
    NotFound = 3007,

    /// <summary>Someone with the right to do so ended the stream; the message says who and why.</summary>
    StreamEnded = 3008,
    Internal = 3900,

    CommandTimedOut = 4001,
    CommandCanceled = 4002,
    OutcomeUnknown = 4003,
}
