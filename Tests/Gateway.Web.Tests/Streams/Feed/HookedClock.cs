namespace Gateway.Web.Tests.Streams.Feed;

/// <summary>A clock that runs an action once, when a timestamp is read next.</summary>
internal sealed class HookedClock : TimeProvider
{
    /// <summary>The action that runs when a timestamp is read; null after it has run.</summary>
    public Action? Next { get; set; }

    public override long GetTimestamp()
    {
        var next = Next;
        Next = null;
        next?.Invoke();
        return base.GetTimestamp();
    }
}
