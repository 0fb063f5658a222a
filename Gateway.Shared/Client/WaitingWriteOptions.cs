namespace Gateway.Client;

/// <summary>How <see cref="LiveItems.WriteAsync"/> writes.</summary>
public sealed record WaitingWriteOptions
{
    /// <summary>
    /// How long to wait for the session, the first value of the item and the completion together. From 1 ms to 10 minutes; default 30 s.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>User id; 0 (default) for none.</summary>
    public int UserId { get; init; }
}
