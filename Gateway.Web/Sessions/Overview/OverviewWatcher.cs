using System.Runtime.CompilerServices;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Threading;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Live;

namespace Gateway.Web.Sessions.Overview;

/// <summary>
/// One stream of the overview. It has no queue: a watcher that is slow gets the latest sample when it comes back, compared with the one
/// that it was told last.
/// </summary>
internal sealed class OverviewWatcher(OverviewSource source, OverviewSight sight, Caller caller, TimeSpan interval, TimeProvider time) : ILiveReader<OverviewItem>
{
    // The timers of two samples are not exact.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(100);

    private readonly AsyncSignal _signal = new();
    private readonly OverviewView _view = new(sight);
    private volatile Caller _caller = caller;
    private volatile GatewayException? _error;
    private Caller? _toldAs;
    private OverviewSample? _told;

    /// <summary>There is another sample.</summary>
    public void Wake() => _signal.Set();

    public async IAsyncEnumerable<OverviewItem> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(static watcher => ((OverviewWatcher)watcher!).Wake(), this);
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                foreach (var item in Next())
                {
                    ThrowIfEnded();
                    yield return item;
                }

                ThrowIfEnded();
                await _signal.WaitAsync();
            }
        }
        finally
        {
            Dispose();
        }
    }

    public bool Renewed(Caller renewed)
    {
        try
        {
            sight.Demand(renewed);
        }
        catch (GatewayException error)
        {
            End(error);
            return false;
        }

        _caller = renewed;
        Wake();
        return true;
    }

    public void End(GatewayException error)
    {
        _error ??= error;
        Wake();
    }

    public void Dispose() => source.Remove(this);

    private IReadOnlyList<OverviewItem> Next()
    {
        var current = _caller;
        if (!ReferenceEquals(_toldAs, current))
        {
            var changed = _toldAs is not null;
            (_toldAs, _told) = (current, source.Fresh());
            var whole = _view.Whole(_told, current);
            return changed ? [new OverviewAccessItem(), .. whole] : whole;
        }

        if (source.Latest is not { } latest || ReferenceEquals(latest, _told) || time.GetElapsedTime(_told!.TakenAt, latest.TakenAt) + Tolerance < interval)
        {
            return [];
        }

        _told = latest;
        return _view.Changes(latest, current);
    }

    private void ThrowIfEnded()
    {
        if (_error is { } error)
        {
            throw new GatewayException(error.Code, error.Message, error.RetryAfterMs);
        }
    }
}
