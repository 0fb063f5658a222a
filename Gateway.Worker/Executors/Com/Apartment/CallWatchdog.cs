using Gateway.Contracts;
using Microsoft.Extensions.Logging;

namespace Gateway.Worker.Executors.Com.Apartment;

/// <summary>
/// Looks from outside at the call that the apartment's thread is in. A long one makes the worker suspect, a very long one is a
/// hang and reported once. The call itself is never touched: COM has no safe way to.
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

    /// <param name="watch">Written by the apartment's thread.</param>
    /// <param name="options">Has the two limits.</param>
    /// <param name="hung">Called once, on a thread of the pool, with the method and how long it has been running.</param>
    /// <param name="time">Clock and timer.</param>
    /// <param name="logger">One warning per suspect call.</param>
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

    /// <summary>The call that should have come back by now; null when all is well.</summary>
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

    /// <summary>A caller's deadline has passed: if the thread is in a call, that call is suspect.</summary>
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
