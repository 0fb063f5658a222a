namespace Gateway.Client;

/// <summary>How <see cref="SessionBulkCommands"/> subscribes items.</summary>
public sealed record SubscribeOptions
{
    /// <summary>True for AdviseSupervisory instead of Advise.</summary>
    public bool Supervisory { get; init; }

    /// <summary>
    /// How long to wait for the first value of each item; null does not wait. Then each result has the item's value, quality and statuses,
    /// and its diagnostic says what is wrong, such as a reference that does not exist. This costs a ReadBulk after the SubscribeBulk: a
    /// second round trip, and for each item whose value is not known yet one item that the worker advises for a moment. From 1 ms to 10
    /// minutes; the wait and 5 s more must be within the gateway's longest deadline (<c>Gateway:Commands:MaxTimeoutMs</c>), otherwise
    /// the diagnostics say so. Items stay subscribed whatever becomes of the wait.
    /// </summary>
    public TimeSpan? FirstValues { get; init; }
}
