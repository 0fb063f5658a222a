namespace Gateway.Contracts;

/// <summary>
/// A call into the component that has not returned in time. Commands are refused until it returns. The call is never aborted; when it
/// takes too long, the session is faulted.
/// </summary>
public sealed record SuspectCall
{
    /// <summary>Name of the method that does not return.</summary>
    public required string Method { get; init; }

    /// <summary>How long it has been running, milliseconds.</summary>
    public long RunningMs { get; init; }
}
