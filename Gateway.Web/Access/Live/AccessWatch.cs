using Gateway.Web.Access.Callers;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Access.Live;

/// <summary>Ends expired connections at regular intervals. A revocation takes effect at once and does not wait for this service.</summary>
internal sealed class AccessWatch(CallerRegistry callers, IOptions<AccessOptions> options, TimeProvider time) : BackgroundService
{
    // Streams must end within a second after their token expires. A pass over ten thousand connections takes well below a millisecond.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var grace = TimeSpan.FromSeconds(options.Value.EndedConnectionSeconds);
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                callers.Sweep(grace);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }
}
