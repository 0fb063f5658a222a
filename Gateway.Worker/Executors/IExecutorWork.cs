using Gateway.Contracts;

namespace Gateway.Worker.Executors;

/// <summary>The work of an <see cref="ExecutorThread"/>. All members are called only on that thread.</summary>
internal interface IExecutorWork
{
    /// <summary>
    /// Called first on the thread. An exception reaches the caller that awaits <see cref="ExecutorThread.Begun"/>.
    /// </summary>
    void Begin()
    {
    }

    /// <summary>Time until the next work is due. Zero or less means now; null means that only a command can cause work.</summary>
    TimeSpan? UntilNext { get; }

    /// <summary>Does everything that is due. Called before each command and when work is due.</summary>
    void Advance();

    Task<MxReply> RunAsync(MxCommand command);

    /// <summary>Ends the work in order; no event is raised afterwards.</summary>
    void Teardown();

    /// <summary>Called last on the thread, however the thread ends, also after a failed <see cref="Begin"/>.</summary>
    void End()
    {
    }

    /// <summary>
    /// Waits until the handle is signalled or the time is over; it may return earlier. Null means no time limit.
    /// </summary>
    void Wait(WaitHandle wake, TimeSpan? until) =>
        // Rounded up, because a wait of less than a millisecond would become no wait, and the thread would spin.
        wake.WaitOne(until is { } wait ? (int)Math.Clamp(Math.Ceiling(wait.TotalMilliseconds), 0, int.MaxValue) : Timeout.Infinite);
}
