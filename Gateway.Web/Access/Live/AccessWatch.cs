using Gateway.Web.Access.Callers;
using Gateway.Web.Platform.Periodic;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Access.Live;

/// <summary>Looks at the clock for connections whose token ends. Revocation does not wait for it.</summary>
internal sealed class AccessWatch(CallerRegistry callers, IOptions<AccessOptions> options, TimeProvider time, ILogger<AccessWatch> logger)
    : PeriodicService(time, logger)
{
    // Streams end within a second of their token; a pass over ten thousand connections takes well below a millisecond.
    protected override TimeSpan Interval => TimeSpan.FromMilliseconds(200);

    public override Task RunOnceAsync(CancellationToken cancellationToken)
    {
        callers.Sweep(TimeSpan.FromSeconds(options.Value.EndedConnectionSeconds));
        return Task.CompletedTask;
    }
}
