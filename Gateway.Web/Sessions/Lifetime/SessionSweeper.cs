using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Lifetime;

/// <summary>Runs the sweep at its interval, and stops all sessions when the gateway stops.</summary>
internal sealed class SessionSweeper(SessionManager sessions, IOptions<SessionOptions> options, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<SessionSweeper> logger)
    : BackgroundService
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await sessions.StopAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Runs before the server closes its connections, so that clients see the coded end of their streams.
        using var stopping = lifetime.ApplicationStopping.Register(sessions.BeginStop);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(options.Value.SweepIntervalMs), time);
        while (await NextAsync(timer, stoppingToken))
        {
            try
            {
                await sessions.SweepAsync();
            }
            catch (Exception error)
            {
                SessionLog.SweepFailed(logger, error);
            }
        }
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken stoppingToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
