using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Gateway.Web.Diagnostics;

/// <summary>
/// Listens to the meters of this host whose name starts with <c>Gateway</c> and keeps their values. Callbacks run on the thread
/// that measures; they neither block nor, for a label set seen before, allocate.
/// </summary>
internal sealed class MetricsCollector : IDisposable
{
    private readonly ConcurrentDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();
    private readonly Lock _scraping = new();
    private readonly IMeterFactory _factory;
    private readonly ILogger _logger;
    private readonly int _maxSeries;
    private long _round;

    /// <param name="factory">Meters of other factories, that is of other hosts in this process, are not ours.</param>
    /// <param name="maxSeries">Label combinations kept per metric.</param>
    /// <param name="logger">For instruments that cannot be shown.</param>
    public MetricsCollector(IMeterFactory factory, int maxSeries, ILogger<MetricsCollector> logger)
    {
        _factory = factory;
        _maxSeries = maxSeries;
        _logger = logger;
        _listener.InstrumentPublished = OnPublished;
        _listener.SetMeasurementEventCallback<byte>((_, value, tags, state) => OnMeasured(value, tags, state));
        _listener.SetMeasurementEventCallback<short>((_, value, tags, state) => OnMeasured(value, tags, state));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, state) => OnMeasured(value, tags, state));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, state) => OnMeasured(value, tags, state));
        _listener.SetMeasurementEventCallback<float>((_, value, tags, state) => OnMeasured(value, tags, state));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, state) => OnMeasured(value, tags, state));
        _listener.SetMeasurementEventCallback<decimal>((_, value, tags, state) => OnMeasured((double)value, tags, state));
        _listener.Start();
    }

    /// <summary>Asks the observable instruments and gives a copy of everything, ordered by name. One caller at a time.</summary>
    public IReadOnlyList<MetricReading> Collect()
    {
        lock (_scraping)
        {
            _round++;
            Observe();
            return [.. _families.Values.OrderBy(family => family.Name, StringComparer.Ordinal).Select(Read)];
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Observe()
    {
        try
        {
            _listener.RecordObservableInstruments();
        }
        catch (AggregateException error)
        {
            // One broken instrument must not take the others with it; it is absent from this answer.
            _logger.ObservationFailed(error);
        }
    }

    private MetricReading Read(MetricFamily family)
    {
        // A series that was observed once and is not any more, of a session that is gone for instance, is left out.
        var samples = family.Read().Where(sample => sample.Round == 0 || sample.Round == _round);
        return new MetricReading(family.Name, family.Kind, family.Help, family.Bounds, [.. samples]);
    }

    private void OnPublished(Instrument instrument, MeterListener listener)
    {
        var meter = instrument.Meter;
        if (!meter.Name.StartsWith(GatewayMeter.Name, StringComparison.Ordinal) || !ReferenceEquals(meter.Scope, _factory))
        {
            return;
        }

        var kind = Classify(instrument);
        var bounds = kind == MetricKind.Histogram ? HistogramBounds.Of(instrument) : [];
        var name = MetricNames.Of(instrument.Name, instrument.Unit, kind);
        var family = _families.GetOrAdd(name, _ => new MetricFamily(name, kind, instrument.Description, bounds, _maxSeries));
        if (family.Kind != kind)
        {
            _logger.InstrumentConflict(instrument.Name, family.Kind, kind);
            return;
        }

        listener.EnableMeasurementEvents(instrument, new Target(family, instrument.IsObservable));
    }

    private void OnMeasured(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        var target = (Target)state!;
        var series = target.Family.SeriesOf(tags);
        switch (target.Family.Kind)
        {
            case MetricKind.Histogram:
                series.Record(value);
                break;
            case MetricKind.Gauge or MetricKind.ObservedCounter:
                series.Set(value, target.Observed ? _round : 0);
                break;
            default:
                series.Add(value);
                break;
        }
    }

    private static MetricKind Classify(Instrument instrument)
    {
        var type = instrument.GetType() is { IsGenericType: true } generic ? generic.GetGenericTypeDefinition() : null;
        return type == typeof(Counter<>) ? MetricKind.Counter
            : type == typeof(UpDownCounter<>) ? MetricKind.UpDownCounter
            : type == typeof(Histogram<>) ? MetricKind.Histogram
            : type == typeof(ObservableCounter<>) ? MetricKind.ObservedCounter
            // Gauges, observable gauges and observable up-down counters all tell a present value.
            : MetricKind.Gauge;
    }

    private sealed record Target(MetricFamily Family, bool Observed);
}
