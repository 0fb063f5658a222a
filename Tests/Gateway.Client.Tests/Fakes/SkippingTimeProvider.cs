using System.Collections.Concurrent;

namespace Gateway.Client.Tests.Fakes;

/// <summary>Lets waits shorter than <see cref="Threshold"/> pass at once, and notes them; time-outs are longer and stay real.</summary>
internal sealed class SkippingTimeProvider : TimeProvider
{
    public static readonly TimeSpan Threshold = TimeSpan.FromSeconds(5);

    public ConcurrentQueue<TimeSpan> Skipped { get; } = new();

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
