using Gateway.Web.Platform.Periodic;
using Gateway.Web.Sessions.Workers;

namespace Gateway.Web.Sessions.Lifetime;

/// <summary>Keeps the number of spare workers, where sessions are opened and the gateway does not stop.</summary>
internal sealed class SpareKeeper(SpareWorkers spares, SessionManager sessions, TimeProvider time, ILogger<SpareKeeper> logger) : PeriodicService(time, logger)
{
    /// <summary>A worker that cannot be started is not tried again at every turn, because each attempt costs the start of a process.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(30);

    private long? _failedAt;

    // Not at once, so that the workers of the next sessions do not start beside the one that a session has just taken.
    protected override TimeSpan Interval => TimeSpan.FromSeconds(1);

    public override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        if (!sessions.OpensSessions || sessions.IsDraining || (_failedAt is { } failed && Time.GetElapsedTime(failed) < RetryAfter))
        {
            return;
        }

        try
        {
            _failedAt = await spares.ReplenishAsync(cancellationToken) ? null : Time.GetTimestamp();
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            _failedAt = Time.GetTimestamp();
            WorkerLog.SpareFailed(logger, RetryAfter.TotalSeconds, error);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // A process that does not end must not keep the sessions from being handed over.
        await spares.CloseAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
