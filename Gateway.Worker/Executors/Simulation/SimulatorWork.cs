using Gateway.Contracts;

namespace Gateway.Worker.Executors.Simulation;

/// <summary>The work of the simulator's thread: the galaxy's schedule and the commands.</summary>
internal sealed class SimulatorWork(Schedule schedule, MxCommandRunner runner, IExecutorSink sink) : IExecutorWork
{
    public TimeSpan? UntilNext => (schedule.UntilNext, runner.UntilNext) switch
    {
        ({ } simulation, { } read) => simulation < read ? simulation : read,
        var (simulation, read) => simulation ?? read,
    };

    public void Advance()
    {
        // The changes of a scan, or of a slice of load, go to the gateway as one batch.
        sink.Hold();
        schedule.RunDue();
        sink.Release();
        runner.Advance();
    }

    public Task<MxReply> RunAsync(MxCommand command) => runner.RunAsync(command);

    public void Teardown() => runner.Teardown();
}
