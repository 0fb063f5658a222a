using System.Diagnostics.Metrics;
using System.Net;
using Gateway.Testing;
using Gateway.Web.Front.Api;
using Gateway.Web.Platform.Metrics;
using Gateway.Web.Platform.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.Web.Tests.Fixtures;

/// <summary>A host with the metrics pipeline and <c>/metrics</c>, in which only the test records measurements.</summary>
internal sealed class MeterHarness : IAsyncDisposable
{
    private readonly WebApplication _app;

    private MeterHarness(int maxSeries)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        builder.Services.AddAuthorization().AddMetrics().AddMetricsPipeline().Configure<DiagnosticsOptions>(options =>
        {
            options.MetricsAccess = MetricsAccess.AdminOrLoopback;
            options.MaxSeriesPerMetric = maxSeries;
        });
        _app = builder.Build();
        _app.Use((context, next) =>
        {
            context.Connection.RemoteIpAddress = IPAddress.Loopback;
            return next(context);
        });
        _app.MapMetrics();
    }

    public IMeterFactory Factory => _app.Services.GetRequiredService<IMeterFactory>();

    public Meter Meter => Factory.CreateGatewayMeter();

    public static async Task<MeterHarness> StartAsync(int maxSeries = 10)
    {
        var harness = new MeterHarness(maxSeries);
        await harness._app.StartAsync(Patience.Token).WithTimeout("start of the host");
        return harness;
    }

    /// <summary>The text that a scraper gets without special request headers.</summary>
    public Task<string> TextAsync() => TextAsync(_ => { });

    public async Task<string> TextAsync(Action<HttpRequestMessage> ask)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, MetricsEndpoint.Path);
        ask(request);
        using var response = await _app.GetTestClient().SendAsync(request, Patience.Token).WithTimeout("the metrics");
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync(Patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(Patience.Token).WithTimeout("stop of the host");
        await _app.DisposeAsync();
    }
}
