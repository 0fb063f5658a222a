using Gateway.Web.Access.Callers;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Access.Live;

/// <summary>Looks at the clock for connections whose token ends. Revocation does not wait for it.</summary>
internal sealed class AccessWatch(CallerRegistry callers, IOptions<AccessOptions> options, TimeProvider time) : BackgroundService
{
    // Streams end within a second of their token; a pass over ten thousand connections takes well below a millisecond.
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
