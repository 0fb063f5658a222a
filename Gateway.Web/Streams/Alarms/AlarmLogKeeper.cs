using Gateway.Web.Streams.Alarms.Reading;
using Gateway.Web.Streams.Log;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Streams.Alarms;

/// <summary>
/// Opens the log, lets streams without traffic report their position, deletes what is no longer retained, and ends the streams when the
/// gateway stops.
/// </summary>
internal sealed class AlarmLogKeeper(AlarmLog log, AlarmDistributor distributor, IOptions<AlarmLogOptions> options, IHostApplicationLifetime lifetime, TimeProvider time)
    : BackgroundService
{
    /// <summary>Closes the log after everything that writes to it has stopped.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        log.Close();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Runs before the server closes its connections, so that clients see the coded end of their streams.
        using var stopping = lifetime.ApplicationStopping.Register(() =>
            distributor.End(StoppingFault.Create()));
        await Task.Yield();
        var retention = TimeSpan.FromSeconds(options.Value.RetentionSeconds);
        var looked = time.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(Math.Max(50, options.Value.IdleIntervalMs / 4)), time);
        try
        {
            do
            {
                log.TryOpen();
                distributor.Tick();
                if (time.GetElapsedTime(looked) >= retention)
                {
                    looked = time.GetTimestamp();
                    log.Prune();
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Expected: the host is stopping.
        }
    }
}
