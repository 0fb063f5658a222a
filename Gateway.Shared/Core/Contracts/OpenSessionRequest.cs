namespace Gateway.Contracts;

public sealed record OpenSessionRequest
{
    /// <summary>A name for people; need not be unique. At most 128 characters.</summary>
    public string? Name { get; init; }

    /// <summary>Access label of the session: letters, digits, <c>-_.:</c>, at most 64 characters.</summary>
    public string? SessionTag { get; init; }

    /// <summary>Executor: <c>simulator</c> or <c>com</c>. Absent means the server's default.</summary>
    public string? Backend { get; init; }

    /// <summary>Seconds without any client activity after which the session is closed. Absent means the server's default.</summary>
    public int? LeaseSeconds { get; init; }

    /// <summary>What the client calls itself, such as a program and its machine, for people. At most 128 printable characters.</summary>
    public string? ClientIdentity { get; init; }

    /// <summary>The client's own reference for the session, for people. At most 128 printable characters.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Close the session when its last subscriber has been gone for the server's grace time.</summary>
    public bool CloseWhenDetached { get; init; }
}
