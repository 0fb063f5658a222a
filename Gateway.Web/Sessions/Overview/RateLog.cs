using System.Collections.Immutable;
using Gateway.Contracts;

namespace Gateway.Web.Sessions.Overview;

/// <summary>
/// Keeps the rates of the last hour, whether anyone watches or not: one point for about ten seconds, the average of the samples in them.
/// Used by one thread at a time.
/// </summary>
internal sealed class RateLog
{
    /// <summary>The time that one point stands for.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(10);

    private const int Most = 360;

    private ImmutableArray<RatePoint> _points = [];
    private RatePoint _sum;
    private TimeSpan _summed;

    /// <summary>Takes in what a sample measured.</summary>
    /// <param name="sample">The sample; its rates are averages since the one before.</param>
    /// <param name="elapsed">The time since the sample before.</param>
    /// <returns>The points until now, the oldest first.</returns>
    public ImmutableArray<RatePoint> Add(OverviewSample sample, TimeSpan elapsed)
    {
        // Without a rate of the process there was no sample to compare with, or it was too old.
        if (sample.Process.CpuPercent is not { } cpu)
        {
            return _points;
        }

        var seconds = elapsed.TotalSeconds;
        _sum = new RatePoint(
            sample.At,
            _sum.Events + (seconds * sample.Sessions.Values.Sum(row => row.Load.EventsPerSecond ?? 0)),
            _sum.Delivered + (seconds * sample.Readers.Values.Sum(row => row.Load.EventsPerSecond ?? 0)),
            _sum.Commands + (seconds * sample.Sessions.Values.Sum(row => row.Load.CommandsPerSecond ?? 0)),
            _sum.Cpu + (seconds * cpu));
        _summed += elapsed;
        return _summed < Step ? _points : Close();
    }

    /// <summary>The points as callers get them.</summary>
    public static OverviewRates Columns(ImmutableArray<RatePoint> points, DateTime at) => new()
    {
        At = at,
        SecondsAgo = Column(points, point => (int)(at - point.At).TotalSeconds),
        EventsPerSecond = Column(points, point => point.Events),
        DeliveredPerSecond = Column(points, point => point.Delivered),
        CommandsPerSecond = Column(points, point => point.Commands),
        CpuPercent = Column(points, point => point.Cpu),
    };

    private ImmutableArray<RatePoint> Close()
    {
        var seconds = _summed.TotalSeconds;
        var point = new RatePoint(_sum.At, Average(_sum.Events), Average(_sum.Delivered), Average(_sum.Commands), Average(_sum.Cpu));
        (_sum, _summed) = (default, TimeSpan.Zero);
        return _points = [.. _points.Length < Most ? _points : _points[1..], point];

        double Average(double sum) => Math.Round(sum / seconds, 1);
    }

    private static T[] Column<T>(ImmutableArray<RatePoint> points, Func<RatePoint, T> value) => [.. points.Select(value)];
}
