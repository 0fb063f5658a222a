namespace Gateway.Worker.Executors.Com.Apartment;

/// <summary>
/// Records which call the apartment's thread has made into the component, so that other threads notice a call that does not
/// return. Written by the apartment's thread, read by any thread.
/// </summary>
internal sealed class CallWatch(TimeProvider time)
{
    private volatile RunningCall? _running;

    /// <summary>The call that is running; null when the thread is not inside the component.</summary>
    public RunningCall? Running => _running;

    public TimeSpan Elapsed(RunningCall call) => time.GetElapsedTime(call.Started);

    public CallScope Begin(string method)
    {
        var outer = _running;
        _running = new RunningCall(method, time.GetTimestamp());
        return new CallScope(this, outer);
    }

    internal readonly struct CallScope(CallWatch watch, RunningCall? outer) : IDisposable
    {
        public void Dispose() => watch._running = outer;
    }
}
