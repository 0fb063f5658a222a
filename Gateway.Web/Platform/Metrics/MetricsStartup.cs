using OpenTelemetry.Metrics;

namespace Gateway.Web.Platform.Metrics;

/// <summary>Begins to listen before the first request: a counter's past is lost to a late listener.</summary>
internal sealed class MetricsStartup(IServiceProvider services) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        // Resolved here and not in the constructor, which runs before the options are checked.
        services.GetRequiredService<MeterProvider>();
        services.GetRequiredService<ProcessMetrics>();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
