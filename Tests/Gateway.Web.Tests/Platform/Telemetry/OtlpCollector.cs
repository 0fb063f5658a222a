using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gateway.Web.Tests.Platform.Telemetry;

/// <summary>An OTLP receiver on its own port. It accepts metrics and traces as protobuf over HTTP and keeps them.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<byte[]> _bodies = new();
    private readonly ConcurrentQueue<OtlpSpan> _spans = new();
    private readonly ConcurrentDictionary<string, string> _metrics = new(StringComparer.Ordinal);

    private OtlpCollector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/v1/traces", context => TakeAsync(context, body => OtlpMessage.SpansOf(body).ForEach(_spans.Enqueue)));
        _app.MapPost("/v1/metrics", context => TakeAsync(context, body => OtlpMessage.MetricsOf(body).ForEach(metric => _metrics[metric.Name] = metric.Unit)));
    }

    public string Address => _app.Urls.First();

    public IReadOnlyCollection<OtlpSpan> Spans => _spans;

    /// <summary>The units of metrics by their names.</summary>
    public IReadOnlyDictionary<string, string> Metrics => _metrics;

    /// <summary>All received bytes, unchanged.</summary>
    public IReadOnlyCollection<byte[]> Bodies => _bodies;

    public static async Task<OtlpCollector> StartAsync()
    {
        var collector = new OtlpCollector();
        await collector._app.StartAsync();
        return collector;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context, Action<byte[]> take)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        _bodies.Enqueue(body.ToArray());
        take(body.ToArray());
        context.Response.ContentType = "application/x-protobuf";
    }
}
