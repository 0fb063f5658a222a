using Gateway.Web.Platform.Periodic;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Lifetime;

/// <summary>Runs the sweep at its interval, and stops all sessions when the gateway stops.</summary>
internal sealed class SessionSweeper(SessionManager sessions, IOptions<SessionOptions> options, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<SessionSweeper> logger)
    : PeriodicService(time, logger)
{
    protected override TimeSpan Interval => TimeSpan.FromMilliseconds(options.Value.SweepIntervalMs);

    public override Task RunOnceAsync(CancellationToken cancellationToken) => sessions.SweepAsync();

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await sessions.StopAsync();
    }

    protected override void LogFailure(Exception error) => SessionLog.SweepFailed(logger, error);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Runs before the server closes its connections, so that clients see the coded end of their streams.
        using var stopping = lifetime.ApplicationStopping.Register(sessions.BeginStop);
        await base.ExecuteAsync(stoppingToken);
    }
}
