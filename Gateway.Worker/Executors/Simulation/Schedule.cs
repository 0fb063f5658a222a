namespace Gateway.Worker.Executors.Simulation;

/// <summary>
/// What falls due when. Everything runs at its nominal moment and in the order it was entered, however late the thread
/// wakes: the same clock steps give the same events. Executor thread only.
/// </summary>
internal sealed class Schedule
{
    private readonly PriorityQueue<Action, (long Due, long Order)> _due = new();
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly bool _followsTimeOfDay;
    private long _order;
    private long _utcTicksAtStart;

    /// <param name="time">Durations come from its timestamps.</param>
    /// <param name="followsTimeOfDay">
    /// Whether a host clock that is set or slewed moves <see cref="UtcNow"/>. Reading both clocks is not one step, so this
    /// cannot be had together with identical time stamps in every run.
    /// </param>
    public Schedule(TimeProvider time, bool followsTimeOfDay)
    {
        _time = time;
        _followsTimeOfDay = followsTimeOfDay;
        _started = time.GetTimestamp();
        _utcTicksAtStart = time.GetUtcNow().UtcTicks;
    }

    /// <summary>Time since start, ticks of 100 ns. While an action runs, the moment it was due.</summary>
    public long Now { get; private set; }

    /// <summary>The moment up to which things are being done; ahead of <see cref="Now"/> while catching up.</summary>
    public long Target { get; private set; }

    /// <summary><see cref="Now"/> as a time of day.</summary>
    public DateTime UtcNow => new(_utcTicksAtStart + Now, DateTimeKind.Utc);

    public TimeSpan? UntilNext => _due.TryPeek(out _, out var next)
        ? TimeSpan.FromTicks(next.Due - _time.GetElapsedTime(_started).Ticks)
        : null;

    public void After(TimeSpan delay, Action action) => At(Now + delay.Ticks, action);

    /// <param name="due">Ticks since start.</param>
    /// <param name="action">Runs on the executor's thread.</param>
    public void At(long due, Action action) => _due.Enqueue(action, (due, _order++));

    /// <summary>Runs what is due by now.</summary>
    public void RunDue()
    {
        Target = _time.GetElapsedTime(_started).Ticks;
        if (_followsTimeOfDay)
        {
            _utcTicksAtStart = _time.GetUtcNow().UtcTicks - Target;
        }

        while (_due.TryPeek(out var action, out var next) && next.Due <= Target)
        {
            _due.Dequeue();
            Now = Math.Max(Now, next.Due);
            action();
        }

        Now = Target;
    }
}
