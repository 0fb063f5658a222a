namespace Gateway.Client;

/// <summary>One transition of the status of live items.</summary>
public sealed class LiveStatusChangedEventArgs : EventArgs
{
    internal LiveStatusChangedEventArgs(LiveStatus previous, LiveStatus current)
    {
        Previous = previous;
        Current = current;
    }

    public LiveStatus Previous { get; }

    public LiveStatus Current { get; }
}
