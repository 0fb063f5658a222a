using Gateway.Threading;

namespace Gateway.LoadTest.Baselines;

/// <summary>Raises events at a rate, in the slices that the simulator's load generator uses.</summary>
internal sealed class Pacer(Action<long, int, DateTime> publish)
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(5);

    private readonly AsyncSignal _changed = new();
    private int _rate;
    private long _raised;

    /// <summary>Sequence of the last raised event.</summary>
    public long Latest => EventTemplate.SequenceBase + Volatile.Read(ref _raised);

    public void SetRate(int eventsPerSecond)
    {
        Volatile.Write(ref _rate, eventsPerSecond);
        _changed.Set();
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(static signal => ((AsyncSignal)signal!).Set(), _changed);
        while (!cancellationToken.IsCancellationRequested)
        {
            // No timer runs meanwhile, so that idle connections are measured and nothing else.
            await _changed.WaitAsync();
            await RaiseAsync(cancellationToken);
        }
    }

    // Until the rate is 0.
    private async Task RaiseAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Slice, TimeProvider.System);
        var credit = 0.0;
        var before = TimeProvider.System.GetTimestamp();
        while (Volatile.Read(ref _rate) is > 0 and var rate && await timer.WaitForNextTickAsync(cancellationToken))
        {
            var now = TimeProvider.System.GetTimestamp();
            credit += rate * TimeProvider.System.GetElapsedTime(before, now).TotalSeconds;
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
