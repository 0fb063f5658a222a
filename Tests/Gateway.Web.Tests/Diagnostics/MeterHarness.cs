using System.Diagnostics.Metrics;
using Gateway.Web.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Web.Tests.Diagnostics;

/// <summary>A meter factory of its own with a collector on it.</summary>
internal sealed class MeterHarness : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public MeterHarness(int maxSeries = 10)
    {
        Meter = Factory.CreateGatewayMeter();
        Collector = new MetricsCollector(Factory, maxSeries, NullLogger<MetricsCollector>.Instance);
    }

    public IMeterFactory Factory => _services.GetRequiredService<IMeterFactory>();

    public Meter Meter { get; }

    public MetricsCollector Collector { get; }

    public Task<string> TextAsync() => Task.FromResult(Text());

    public string Text() => PrometheusText.Write(Collector.Collect());

    public void Dispose()
    {
        Collector.Dispose();
        _services.Dispose();
    }
}
