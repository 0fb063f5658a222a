namespace Gateway.Web.Diagnostics;

/// <summary>One label combination of a metric. Updated by any thread under its lock; the lock is held for a few instructions.</summary>
internal sealed class MetricSeries
{
    private readonly Lock _lock = new();
    private readonly double[] _bounds;
    private readonly long[] _buckets;
    private double _value;
    private long _count;
    private long _round;

    /// <param name="labels">The labels as text, <c>a="x",b="y"</c>, ordered by name; empty for none.</param>
    /// <param name="bounds">Upper bounds of the histogram's buckets, ascending; empty for other kinds.</param>
    public MetricSeries(string labels, double[] bounds)
    {
        Labels = labels;
        _bounds = bounds;
        _buckets = bounds.Length == 0 ? [] : new long[bounds.Length + 1];
    }

    public string Labels { get; }

    public void Add(double by)
    {
        lock (_lock)
        {
            _value += by;
        }
    }

    /// <param name="value">The new value.</param>
    /// <param name="round">The scrape that observed it.</param>
    public void Set(double value, long round)
    {
        lock (_lock)
        {
            // Two instruments of one name and label set, for instance one of each session, make one total.
            _value = round != 0 && round == _round ? _value + value : value;
            _round = round;
        }
    }

    public void Record(double value)
    {
        if (double.IsNaN(value))
        {
            return;
        }

        var index = Array.BinarySearch(_bounds, value);
        lock (_lock)
        {
            _buckets[index < 0 ? ~index : index]++;
            _value += value;
            _count++;
        }
    }

    public MetricSample Read()
    {
        lock (_lock)
        {
            return new MetricSample(Labels, _value, _count, [.. _buckets], _round);
        }
    }
}
