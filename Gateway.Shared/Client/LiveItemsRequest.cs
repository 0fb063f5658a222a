namespace Gateway.Client;

/// <summary>Which session live items belong to, and how they are read.</summary>
public sealed record LiveItemsRequest
{
    /// <summary>The name of the session: it is found by name and tag, or opened. At most 128 characters.</summary>
    public required string Session { get; init; }

    /// <summary>The access label of the session; it is part of what is looked for.</summary>
    public string? SessionTag { get; init; }

    /// <summary>The executor of the session, such as <c>simulator</c>; null takes a session with any, and opens one with the server's default.</summary>
    public string? Backend { get; init; }

    /// <summary>Advise the items supervisory. An item that is advised already stays as it is.</summary>
    public bool Supervisory { get; init; }

    /// <summary>The least time between two changes. From 0 to one minute; default 100 ms.</summary>
    public TimeSpan FlushInterval { get; init; } = TimeSpan.FromMilliseconds(100);
}
