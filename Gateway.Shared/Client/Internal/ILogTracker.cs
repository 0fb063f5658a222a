namespace Gateway.Client.Internal;

/// <summary>
/// The client's part of the exact resume of one of the gateway's logs: it knows what comes next, removes what was delivered before, and detects
/// what is missing. It does no I/O, serves one reader, and is not thread-safe.
/// </summary>
internal interface ILogTracker<TItem, TPosition>
    where TItem : class
    where TPosition : struct
{
    /// <summary>Where to resume; null while there is no such position.</summary>
    TPosition? Position { get; }

    /// <summary>The request for the next subscription: the given one, continued from the position.</summary>
    object Request { get; }

    /// <summary>How the last item broke the contract, for people; null when it did not.</summary>
    string? Broken { get; }

    /// <summary>False where a pause would only bring the same items again.</summary>
    bool MayPause { get; }

    /// <summary>A new subscription begins: its first item must be <c>started</c>.</summary>
    void Restart();

    /// <summary>Takes the next item of the subscription and moves the position.</summary>
    /// <returns>The item, or the part of it that is new; null when there is nothing new in it, or it breaks the contract.</returns>
    TItem? Accept(TItem item);

    /// <summary>Whether the item answers the subscription.</summary>
    bool IsStart(TItem item);

    /// <summary>Whether what was asked for has come with the item: a violation before it is forgiven.</summary>
    bool IsProgress(TItem item);
}
