using Gateway.Contracts;

namespace Gateway.Worker.Executors;

/// <summary>What an <see cref="ExecutorThread"/> does. All members are called on that thread only.</summary>
internal interface IExecutorWork
{
    /// <summary>First of all on the thread. What it throws reaches whoever awaits the beginning.</summary>
    void Begin()
    {
    }

    /// <summary>How long until something falls due; zero or less means now, null means only a command can change that.</summary>
    TimeSpan? UntilNext { get; }

    /// <summary>Does everything that is due. Called before each command and when something falls due.</summary>
    void Advance();

    Task<MxReply> RunAsync(MxCommand command);

    /// <summary>Orderly end; no event is raised afterwards.</summary>
    void Teardown();

    /// <summary>Last of all on the thread, however it comes to its end, also after a beginning that failed.</summary>
    void End()
    {
    }

    /// <summary>Waits until the handle is signalled or the time is over, or earlier; null waits without end.</summary>
    void Wait(WaitHandle wake, TimeSpan? until) =>
        // Rounded up: a wait of less than a millisecond would be none, and the thread would spin.
        wake.WaitOne(until is { } wait ? (int)Math.Clamp(Math.Ceiling(wait.TotalMilliseconds), 0, int.MaxValue) : Timeout.Infinite);
}
