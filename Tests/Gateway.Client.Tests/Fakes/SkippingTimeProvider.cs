using System.Collections.Concurrent;

namespace Gateway.Client.Tests.Fakes;

/// <summary>
/// Ends waits that are shorter than <see cref="Threshold"/> at once and records them; time-outs are longer and use real time.
/// </summary>
internal sealed class SkippingTimeProvider : TimeProvider
{
    public static readonly TimeSpan Threshold = TimeSpan.FromSeconds(5);

    public ConcurrentQueue<TimeSpan> Skipped { get; } = new();

    /// <summary>What has passed in addition to real time, for those who measure it.</summary>
    public TimeSpan Ahead { get; set; }

    /// <summary>Whether real time does not pass for those who measure it.</summary>
    public bool MeasuresAheadOnly { get; init; }

    public override long GetTimestamp() => (MeasuresAheadOnly ? 0 : base.GetTimestamp()) + (long)(Ahead.TotalSeconds * TimestampFrequency);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime <= TimeSpan.Zero || dueTime >= Threshold)
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }

        Skipped.Enqueue(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
