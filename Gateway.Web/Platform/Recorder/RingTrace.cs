namespace Gateway.Web.Platform.Recorder;

/// <summary>Whether what is kept of a session is written to the log too: until a time, and at most so many lines. May be used on any thread.</summary>
internal sealed class RingTrace(long until, int mostLines)
{
    private int _left = mostLines;

    /// <summary>Takes the place of one line.</summary>
    /// <param name="now">The current time, in ticks, UTC.</param>
    public bool Admit(long now) => now < until && Interlocked.Decrement(ref _left) >= 0;
}
