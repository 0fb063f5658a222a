using System.Diagnostics.Metrics;
using Gateway.Web.Tests.Hosting;

namespace Gateway.Web.Tests.Diagnostics;

public sealed class MetricsCollectorTests : IDisposable
{
    private readonly MeterHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    [Fact]
    public void Exposition_of_every_kind_of_instrument_is_as_agreed()
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
        wait.Record(double.NaN);
        meter.CreateObservableGauge("gateway.history.size", () => 42.5, "By", "Says \"how much\".");
        meter.CreateObservableCounter("gateway.gc.pauses", () => new Measurement<long>(9, Tag("b", 2), Tag("a", 1)));
        meter.CreateGauge<int>("gateway.epoch").Record(7);

        const string expected = """
            # TYPE gateway_command_duration_seconds histogram
            gateway_command_duration_seconds_bucket{le="0.1"} 1
            gateway_command_duration_seconds_bucket{le="1"} 2
            gateway_command_duration_seconds_bucket{le="+Inf"} 3
            gateway_command_duration_seconds_sum 7.6
            gateway_command_duration_seconds_count 3
            # TYPE gateway_epoch gauge
            gateway_epoch 7
            # TYPE gateway_gc_pauses_total counter
            gateway_gc_pauses_total{a="1",b="2"} 9
            # HELP gateway_history_size_bytes Says "how much".
            # TYPE gateway_history_size_bytes gauge
            gateway_history_size_bytes 42.5
            # TYPE gateway_sessions_open gauge
            gateway_sessions_open 2
            # HELP gateway_worker_frames_received_total Frames received from workers.
            # TYPE gateway_worker_frames_received_total counter
            gateway_worker_frames_received_total{kind="a\"b\\c\nd"} 1
            gateway_worker_frames_received_total{kind="events"} 5

            """;
        Assert.Equal(
            expected.ReplaceLineEndings("\n").Replace("# TYPE gateway_command", "# HELP gateway_command_duration_seconds Time of a command.\n# TYPE gateway_command", StringComparison.Ordinal),
            _harness.Text());
    }

    [Fact]
    public void Only_meters_of_this_host_that_start_with_the_name_are_shown()
    {
        using var other = new MeterHarness();
        other.Meter.CreateCounter<long>("gateway.elsewhere").Add(1);
        _harness.Factory.Create("Other").CreateCounter<long>("other.things").Add(1);
        _harness.Factory.Create("Gateway.Extra").CreateCounter<long>("gateway.extra").Add(1);

        Assert.Equal("# TYPE gateway_extra_total counter\ngateway_extra_total 1\n", _harness.Text());
    }

    [Fact]
    public void Order_of_labels_makes_no_second_series()
    {
        var counter = _harness.Meter.CreateCounter<long>("gateway.things");
        counter.Add(1, Tag("a", "x"), Tag("b", "y"));
        counter.Add(1, Tag("b", "y"), Tag("a", "x"));

        Assert.Contains("gateway_things_total{a=\"x\",b=\"y\"} 2\n", _harness.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Label_sets_beyond_the_bound_are_summed_in_one_overflow_series()
    {
        var counter = _harness.Meter.CreateCounter<long>("gateway.things");
        for (var i = 0; i < 1000; i++)
        {
            counter.Add(1, Tag("id", i));
        }

        var samples = _harness.Collector.Collect().Single().Samples;

        Assert.Equal(11, samples.Count);
        Assert.Equal(990, samples.Single(sample => sample.Labels == "overflow=\"true\"").Value);
    }

    [Fact]
    public void A_series_no_longer_observed_disappears()
    {
        var ids = new List<string> { "a", "b" };
        _harness.Meter.CreateObservableGauge("gateway.depth", () => ids.Select(id => new Measurement<int>(1, Tag("id", id))));
        Assert.Contains("id=\"b\"", _harness.Text(), StringComparison.Ordinal);

        ids.Remove("b");

        Assert.DoesNotContain("id=\"b\"", _harness.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Several_observers_of_one_name_make_one_total()
    {
        _harness.Meter.CreateObservableGauge("gateway.depth", () => 2);
        _harness.Meter.CreateObservableGauge("gateway.depth", () => 3);
        _harness.Text();

        Assert.Contains("gateway_depth 5\n", _harness.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_observer_does_not_take_the_others_with_it()
    {
        _harness.Meter.CreateObservableGauge("gateway.broken", new Func<int>(() => throw new InvalidOperationException()));
        _harness.Meter.CreateObservableGauge("gateway.good", () => 1);

        Assert.Equal("# TYPE gateway_good gauge\ngateway_good 1\n", _harness.Text());
    }

    [Fact]
    public void One_name_with_two_kinds_keeps_the_first()
    {
        _harness.Meter.CreateUpDownCounter<int>("gateway.thing").Add(1);
        _harness.Meter.CreateHistogram<int>("gateway.thing").Record(5);

        Assert.Equal("# TYPE gateway_thing gauge\ngateway_thing 1\n", _harness.Text());
    }

    [Fact]
    public async Task Concurrent_measurements_are_all_counted()
    {
        var counter = _harness.Meter.CreateCounter<long>("gateway.things");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(() =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                counter.Add(1, Tag("worker", worker % 2 == 0 ? "even" : "odd"));
            }
        }))).WithTimeout("all measurements");

        Assert.Equal([20_000, 20_000], _harness.Collector.Collect().Single().Samples.Select(sample => sample.Value));
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
