namespace Gateway.Worker.Executors.Simulation;

/// <summary>
/// Actions with the time at which each is due. Every action runs at its nominal time, and actions run in order of time and then
/// of entry, however late the thread wakes; so the same clock steps give the same events. Used only on the executor's thread.
/// </summary>
internal sealed class Schedule
{
    private readonly PriorityQueue<Action, (long Due, long Order)> _due = new();
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly bool _followsTimeOfDay;
    private long _order;
    private long _utcTicksAtStart;

    /// <param name="time">Its timestamps measure durations.</param>
    /// <param name="followsTimeOfDay">
    /// Whether <see cref="UtcNow"/> follows the host's clock when that is set or adjusted. The two clocks cannot be read in one
    /// atomic step, so this and identical time stamps in every run exclude each other.
    /// </param>
    public Schedule(TimeProvider time, bool followsTimeOfDay)
    {
        _time = time;
        _followsTimeOfDay = followsTimeOfDay;
        _started = time.GetTimestamp();
        _utcTicksAtStart = time.GetUtcNow().UtcTicks;
    }

    /// <summary>
    /// Time since start, in ticks of 100 ns. While an action runs, this is the time at which the action was due.
    /// </summary>
    public long Now { get; private set; }

    /// <summary>
    /// The time up to which actions are being run; it is ahead of <see cref="Now"/> while the schedule catches up.
    /// </summary>
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

    /// <summary>Runs all actions that are due.</summary>
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
