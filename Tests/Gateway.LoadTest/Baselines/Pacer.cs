namespace Gateway.LoadTest.Baselines;

/// <summary>Raises events at a rate, in the slices that the simulator's load generator uses.</summary>
internal sealed class Pacer(Action<long, int, DateTime> publish)
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(5);

    private int _rate;
    private long _raised;

    /// <summary>Sequence of the last raised event.</summary>
    public long Latest => EventTemplate.SequenceBase + Volatile.Read(ref _raised);

    public void SetRate(int eventsPerSecond) => Volatile.Write(ref _rate, eventsPerSecond);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Slice, TimeProvider.System);
        var credit = 0.0;
        var before = TimeProvider.System.GetTimestamp();
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            var now = TimeProvider.System.GetTimestamp();
            credit += Volatile.Read(ref _rate) * TimeProvider.System.GetElapsedTime(before, now).TotalSeconds;
            before = now;
            if ((int)credit is > 0 and var count)
            {
                credit -= count;
                publish(Latest + 1, count, TimeProvider.System.GetUtcNow().UtcDateTime);
                Volatile.Write(ref _raised, _raised + count);
            }
        }
    }
}
