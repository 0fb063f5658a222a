namespace Gateway.Web.Sessions.Forwarding;

/// <summary>
/// A clock that only this process has. Edges name deadlines in it, so that a call which was on the way for too long is not run,
/// whatever the clocks of the machines say.
/// </summary>
internal sealed class OwnerClock(TimeProvider time)
{
    private readonly long _begin = time.GetTimestamp();

    /// <summary>Identifies the process, because the clock of the next one begins anew.</summary>
    public string Run { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Milliseconds since the process began.</summary>
    public long Now => (long)time.GetElapsedTime(_begin).TotalMilliseconds;
}
