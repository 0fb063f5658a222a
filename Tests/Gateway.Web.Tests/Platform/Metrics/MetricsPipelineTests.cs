using System.Diagnostics.Metrics;
using System.Net.Http.Headers;
using Gateway.Web.Platform.Metrics;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Platform.Metrics;

public sealed class MetricsPipelineTests : IAsyncLifetime
{
    private MeterHarness _harness = null!;

    public async Task InitializeAsync() => _harness = await MeterHarness.StartAsync();

    public async Task DisposeAsync() => await _harness.DisposeAsync();

    [Fact]
    public async Task Exposition_of_every_kind_of_instrument_is_as_agreed()
    {
        var meter = _harness.Meter;
        var frames = meter.CreateCounter<long>("gateway.worker.frames.received", "{frame}", "Frames received from workers.");
        frames.Add(2, Tag("kind", "events"));
        frames.Add(3, Tag("kind", "events"));
        frames.Add(1, Tag("kind", "a\"b\\c\nd"));
        var open = meter.CreateUpDownCounter<int>("gateway.sessions.open", "{session}");
        open.Add(3);
        open.Add(-1);
        var wait = meter.CreateHistogram("gateway.command.duration", "s", "Time of a command.", null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        wait.Record(0.1);
        wait.Record(0.5);
        wait.Record(7);
        meter.CreateObservableGauge("gateway.history.size", () => 42.5, "By", "Says \"how much\".");
        meter.CreateObservableCounter("gateway.gc.pauses", () => new Measurement<long>(9, Tag("b", 2), Tag("a", 1)));
        meter.CreateGauge<int>("gateway.epoch").Record(7);

        Assert.Equal(
            """
            # TYPE gateway_command_duration_seconds histogram
            # HELP gateway_command_duration_seconds Time of a command.
            gateway_command_duration_seconds_bucket{le="0.1"} 1
            gateway_command_duration_seconds_bucket{le="1"} 2
            gateway_command_duration_seconds_bucket{le="+Inf"} 3
            gateway_command_duration_seconds_sum 7.6
            gateway_command_duration_seconds_count 3
            # TYPE gateway_epoch gauge
            gateway_epoch 7
            # TYPE gateway_gc_pauses_total counter
            gateway_gc_pauses_total{a="1",b="2"} 9
            # TYPE gateway_history_size_bytes gauge
            # HELP gateway_history_size_bytes Says "how much".
            gateway_history_size_bytes 42.5
            # TYPE gateway_sessions_open gauge
            gateway_sessions_open 2
            # TYPE gateway_worker_frames_received_total counter
            # HELP gateway_worker_frames_received_total Frames received from workers.
            gateway_worker_frames_received_total{kind="events"} 5
            gateway_worker_frames_received_total{kind="a\"b\\c\nd"} 1

            """.ReplaceLineEndings("\n"),
            await _harness.TextAsync());
    }

    [Fact]
    public async Task Only_meters_of_this_host_that_start_with_the_name_are_shown()
    {
        await using var other = await MeterHarness.StartAsync();
        other.Meter.CreateCounter<long>("gateway.elsewhere").Add(1);
        _harness.Factory.Create("Other").CreateCounter<long>("other.things").Add(1);
        _harness.Factory.Create("Gateway.Extra").CreateCounter<long>("gateway.extra").Add(1);

        Assert.Equal("# TYPE gateway_extra_total counter\ngateway_extra_total 1\n", await _harness.TextAsync());
    }

    [Fact]
    public async Task A_scraper_that_prefers_another_format_gets_the_same_text()
    {
        _harness.Meter.CreateDurationHistogram("gateway.wait", "Time.").Record(1);

        Assert.Equal(await _harness.TextAsync(), await _harness.TextAsync(request =>
        {
            request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse("application/openmetrics-text; version=1.0.0"));
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        }));
    }

    [Fact]
    public async Task Order_of_labels_makes_no_second_series()
    {
        var counter = _harness.Meter.CreateCounter<long>("gateway.things");
        counter.Add(1, Tag("a", "x"), Tag("b", "y"));
        counter.Add(1, Tag("b", "y"), Tag("a", "x"));

        Assert.Contains("gateway_things_total{a=\"x\",b=\"y\"} 2\n", await _harness.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Label_sets_beyond_the_bound_are_summed_in_one_overflow_series()
    {
        var counter = _harness.Meter.CreateCounter<long>("gateway.things");
        for (var i = 0; i < 1000; i++)
        {
            counter.Add(1, Tag("id", i));
        }

        var series = (await _harness.TextAsync()).Split('\n').Where(line => line.StartsWith("gateway_things_total", StringComparison.Ordinal)).ToArray();

        Assert.Equal(11, series.Length);
        Assert.Contains("gateway_things_total{overflow=\"true\"} 990", series);
    }

    [Fact]
    public async Task Each_scrape_reads_the_present_values()
    {
        var value = 1;
        _harness.Meter.CreateObservableGauge("gateway.depth", () => value);
        Assert.Contains("gateway_depth 1\n", await _harness.TextAsync(), StringComparison.Ordinal);

        value = 2;

        Assert.Contains("gateway_depth 2\n", await _harness.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_observer_does_not_take_the_others_with_it()
    {
        _harness.Meter.CreateObservableGauge("gateway.broken", new Func<int>(() => throw new InvalidOperationException()));
        _harness.Meter.CreateObservableGauge("gateway.good", () => 1);

        Assert.Contains("gateway_good 1\n", await _harness.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_known_label_set_is_measured_without_allocating()
    {
        var counter = _harness.Meter.CreateCounter<long>("gateway.things");
        var tag = Tag("reason", "known");
        counter.Add(1, tag);
        counter.Add(1);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            counter.Add(1, tag);
            counter.Add(1);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static KeyValuePair<string, object?> Tag(string name, object? value) => new(name, value);
}
