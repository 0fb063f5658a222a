namespace Gateway.Contracts;

/// <summary>
/// A call into the component that has not come back in time. Commands are refused while there is one; it is never aborted, and
/// when it goes on for too long the session is faulted.
/// </summary>
public sealed record SuspectCall
{
    /// <summary>Name of the method that does not come back.</summary>
    public required string Method { get; init; }

    /// <summary>How long it has been running, milliseconds.</summary>
    public long RunningMs { get; init; }
}
