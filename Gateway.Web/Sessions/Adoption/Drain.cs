using Gateway.Web.Sessions.Lifetime;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Adoption;

/// <summary>
/// A planned stop. No new sessions and commands are accepted, running commands are answered, and streams continue until the gateway
/// stops. Then the gateway stops as it does after a signal.
/// </summary>
internal sealed class Drain(
    SessionManager sessions, IOptions<Lifetime.SessionOptions> options, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<Drain> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private Task? _draining;

    /// <summary>Begins the planned stop, once; does not wait for its end.</summary>
    public DrainInfo Begin()
    {
        lock (_gate)
        {
            sessions.BeginDrain();
            _draining ??= StopWhenQuietAsync();
            return new DrainInfo(sessions.All.Count, sessions.PendingCommands, sessions.HandsOver);
        }
    }

    private async Task StopWhenQuietAsync()
    {
        logger.DrainBegun(sessions.All.Count, sessions.PendingCommands);
        var began = time.GetTimestamp();
        do
        {
            // It waits at least once, so that the client that requested the stop gets its answer.
            await Task.Delay(Interval, time);
        }
        while (sessions.PendingCommands > 0 && time.GetElapsedTime(began) < TimeSpan.FromSeconds(options.Value.DrainSeconds));

        logger.DrainEnded(sessions.PendingCommands);
        lifetime.StopApplication();
    }
}
