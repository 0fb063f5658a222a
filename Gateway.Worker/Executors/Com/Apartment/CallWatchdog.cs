using Gateway.Contracts;
using Microsoft.Extensions.Logging;

namespace Gateway.Worker.Executors.Com.Apartment;

/// <summary>
/// Watches, from another thread, the call that the apartment's thread has made into the component. A long call makes the worker
/// suspect; a very long call is a hang, which is reported once. The call itself is never aborted, because COM has no safe way to
/// do that.
/// </summary>
internal sealed class CallWatchdog : IAsyncDisposable
{
    private static readonly TimeSpan LongestPeriod = TimeSpan.FromSeconds(1);

    private readonly CallWatch _watch;
    private readonly ComOptions _options;
    private readonly Action<string, TimeSpan> _hung;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private volatile RunningCall? _abandoned;
    private RunningCall? _warned;
    private bool _reported;

    /// <param name="watch">The running call, which the apartment's thread records.</param>
    /// <param name="options">The two time limits.</param>
    /// <param name="hung">Called once, on a thread of the pool, with the method and how long it has been running.</param>
    /// <param name="time">Clock and timer.</param>
    /// <param name="logger">Gets one warning per suspect call.</param>
    public CallWatchdog(CallWatch watch, ComOptions options, Action<string, TimeSpan> hung, TimeProvider time, ILogger logger)
    {
        _watch = watch;
        _options = options;
        _hung = hung;
        _logger = logger;
        var period = options.SuspectAfter / 5;
        period = period > LongestPeriod ? LongestPeriod : period;
        _timer = time.CreateTimer(_ => Look(), null, period, period);
    }

    /// <summary>The call that should have returned by now; null when there is none.</summary>
    public SuspectCall? Suspect
    {
        get
        {
            if (_watch.Running is not { } call)
            {
                return null;
            }

            var elapsed = _watch.Elapsed(call);
            return elapsed > _options.SuspectAfter || call == _abandoned
                ? new SuspectCall { Method = call.Method, RunningMs = (long)elapsed.TotalMilliseconds }
                : null;
        }
    }

    /// <summary>Marks the running call, if there is one, as suspect, because a caller's deadline has passed.</summary>
    public void CallerGaveUp() => _abandoned = _watch.Running;

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Look()
    {
        lock (_timer)
        {
            var call = _watch.Running;
            if (_warned is { } before && before != call)
            {
                ComExecutorLog.CallReturned(_logger, before.Method, _watch.Elapsed(before));
                _warned = null;
            }

            if (call is null || Suspect is null)
            {
                return;
            }

            var elapsed = _watch.Elapsed(call);
            if (_warned is null)
            {
                _warned = call;
                ComExecutorLog.CallSuspect(_logger, call.Method, elapsed);
            }

            if (elapsed > _options.HangTimeout && !_reported)
            {
                _reported = true;
                _hung(call.Method, elapsed);
            }
        }
    }
}
