using Gateway.Web.Platform.Periodic;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Overview;

/// <summary>Drives the samples, and keeps faults from the start of the gateway on, whether anyone watches or not.</summary>
/// <remarks>
/// Services are resolved when the clock starts and not in its constructor, because hosted services are constructed before the options
/// are validated.
/// </remarks>
internal sealed class OverviewClock(IServiceProvider services, IOptions<OverviewOptions> options, TimeProvider time, ILogger<OverviewClock> logger)
    : PeriodicService(time, logger)
{
    private FaultRing? _faults;
    private OverviewSource? _source;

    protected override TimeSpan Interval => TimeSpan.FromMilliseconds(options.Value.SampleIntervalMs);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _faults = services.GetRequiredService<FaultRing>();
        _source = services.GetRequiredService<OverviewSource>();
        _faults.Begin();
        return base.StartAsync(cancellationToken);
    }

    public override Task RunOnceAsync(CancellationToken cancellationToken)
    {
        _source?.Tick();
        return Task.CompletedTask;
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _faults?.End();
        return base.StopAsync(cancellationToken);
    }
}
