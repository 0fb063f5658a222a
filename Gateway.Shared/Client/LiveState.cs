namespace Gateway.Client;

/// <summary>The state of live items as a whole.</summary>
public enum LiveState
{
    /// <summary>Not live yet.</summary>
    Connecting,

    Live,

    /// <summary>The connection or the session was lost and is being made anew.</summary>
    Restoring,

    /// <summary>It cannot go on, see the code.</summary>
    Refused,

    Closed,
}
