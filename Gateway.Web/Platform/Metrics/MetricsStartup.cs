using OpenTelemetry.Metrics;

namespace Gateway.Web.Platform.Metrics;

/// <summary>Starts to listen before the first request, because a listener that starts later misses the earlier counts.</summary>
internal sealed class MetricsStartup(IServiceProvider services) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        // The services are resolved here and not in the constructor, because the constructor runs before the options are validated.
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
