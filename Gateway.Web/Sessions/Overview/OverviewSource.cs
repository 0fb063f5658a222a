using System.Collections.Concurrent;
using Gateway.Errors;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Overview;

/// <summary>
/// The latest sample, and those who watch. All of them share one sample an interval; while nobody watches, samples are taken for the rates
/// of the last hour only. May be used on any thread.
/// </summary>
internal sealed class OverviewSource(SampleTaker taker, HealthFigures health, OverviewMetrics metrics, IOptions<OverviewOptions> options, TimeProvider time)
{
    private readonly Lock _taking = new();
    private readonly ConcurrentDictionary<OverviewWatcher, byte> _watchers = new();
    private readonly RateLog _rates = new();
    private volatile OverviewSample? _latest;

    // Who asks while nobody watches gets a sample of that moment, not one that was taken for the rates shortly before.
    private bool _forRates;

    /// <summary>The latest sample, or a new one if that is older than an interval or was taken while nobody watched.</summary>
    public OverviewSample Fresh()
    {
        lock (_taking)
        {
            return !_forRates && _latest is { } latest && time.GetElapsedTime(latest.TakenAt).TotalMilliseconds < options.Value.SampleIntervalMs ? latest : Take();
        }
    }

    /// <summary>The latest sample; null before the first.</summary>
    public OverviewSample? Latest => _latest;

    /// <summary>Called once an interval: takes a sample if anyone watches or the rates need one, and tells those who watch.</summary>
    public void Tick()
    {
        if (_watchers.IsEmpty)
        {
            KeepRates();
            return;
        }

        _ = health.RefreshAsync();
        lock (_taking)
        {
            Take();
        }

        foreach (var watcher in _watchers.Keys)
        {
            watcher.Wake();
        }
    }

    /// <exception cref="GatewayException"><c>TooManySubscribers</c>.</exception>
    public void Add(OverviewWatcher watcher)
    {
        lock (_taking)
        {
            if (_watchers.Count >= options.Value.MaxWatchers)
            {
                throw new GatewayException(
                    GatewayErrorCode.TooManySubscribers, $"The overview already has {options.Value.MaxWatchers} streams, which is the limit; wait until one leaves.", 5_000);
            }

            _watchers[watcher] = 0;
        }

        metrics.WatcherStarted();
        _ = health.RefreshAsync();
    }

    /// <summary>Safe to call more than once.</summary>
    public void Remove(OverviewWatcher watcher)
    {
        if (_watchers.TryRemove(watcher, out _))
        {
            metrics.WatcherEnded();
        }
    }

    private void KeepRates()
    {
        lock (_taking)
        {
            if (_latest is not { } latest || time.GetElapsedTime(latest.TakenAt) >= RateLog.Step)
            {
                Take();
                _forRates = true;
            }
        }
    }

    private OverviewSample Take()
    {
        var (before, sample) = (_latest, taker.Take(_latest, health.Last));
        var elapsed = before is null ? TimeSpan.Zero : time.GetElapsedTime(before.TakenAt, sample.TakenAt);
        _forRates = false;
        return _latest = sample with { Rates = _rates.Add(sample, elapsed) };
    }
}
