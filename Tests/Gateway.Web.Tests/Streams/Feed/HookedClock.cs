namespace Gateway.Web.Tests.Streams.Feed;

/// <summary>A clock that lets something happen once, in the middle of whatever asks it for a timestamp next.</summary>
internal sealed class HookedClock : TimeProvider
{
    /// <summary>What happens when a timestamp is asked for; null once it has.</summary>
    public Action? Next { get; set; }

    public override long GetTimestamp()
    {
        var next = Next;
        Next = null;
        next?.Invoke();
        return base.GetTimestamp();
    }
}
