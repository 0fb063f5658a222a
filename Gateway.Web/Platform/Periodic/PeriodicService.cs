namespace Gateway.Web.Platform.Periodic;

/// <summary>
/// A background service that does the same work at each interval until the gateway stops. Turns never overlap: while one takes longer
/// than the interval, no other begins. A turn that fails is logged, and the next one runs as usual.
/// </summary>
internal abstract class PeriodicService(TimeProvider time, ILogger logger) : BackgroundService
{
    // A service with a short interval may fail at every turn.
    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(1);

    private long? _logged;

    protected TimeProvider Time => time;

    /// <summary>Read once, when the gateway starts.</summary>
    protected abstract TimeSpan Interval { get; }

    /// <summary>Whether the first turn runs when the gateway starts, and not one interval later.</summary>
    protected virtual bool RunsAtStart => false;

    /// <summary>The work of one turn.</summary>
    public abstract Task RunOnceAsync(CancellationToken cancellationToken);

    /// <summary>Logs a failed turn. It is called at most once a minute.</summary>
    protected virtual void LogFailure(Exception error) => PeriodicLog.TurnFailed(logger, GetType().Name, error);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            if (RunsAtStart)
            {
                await TryRunAsync(stoppingToken);
            }

            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryRunAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The gateway stops.
        }
    }

    private async Task TryRunAsync(CancellationToken stoppingToken)
    {
        try
        {
            await RunOnceAsync(stoppingToken);
        }
        catch (Exception error) when (error is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            if (_logged is not { } logged || time.GetElapsedTime(logged) >= LogInterval)
            {
                _logged = time.GetTimestamp();
                LogFailure(error);
            }
        }
    }
}
