namespace Gateway.Worker.Executors.Com.Apartment;

/// <summary>
/// Knows what the apartment's thread is doing inside of the component, so that a call that does not come back is noticed by
/// others. Written by that thread, read by any.
/// </summary>
internal sealed class CallWatch(TimeProvider time)
{
    private volatile RunningCall? _running;

    /// <summary>The call that is under way; null when the thread is not in the component.</summary>
    public RunningCall? Running => _running;

    public TimeSpan Elapsed(RunningCall call) => time.GetElapsedTime(call.Started);

    public Scope Begin(string method)
    {
        var outer = _running;
        _running = new RunningCall(method, time.GetTimestamp());
        return new Scope(this, outer);
    }

    internal readonly struct Scope(CallWatch watch, RunningCall? outer) : IDisposable
    {
        public void Dispose() => watch._running = outer;
    }
}
