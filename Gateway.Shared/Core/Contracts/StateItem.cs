namespace Gateway.Contracts;

/// <summary>The session's state changed. After <c>faulted</c> every value of the session is stale.</summary>
public sealed record StateItem : StreamItem
{
    public const string KindName = "state";

    public override string Kind => KindName;

    public required SessionState State { get; init; }

    public SessionFault? Fault { get; init; }

    /// <summary>
    /// Since when the values may be stale, because the gateway cannot reach the node that has the session's worker; absent while it can.
    /// UTC.
    /// </summary>
    public DateTime? StaleSince { get; init; }
}
