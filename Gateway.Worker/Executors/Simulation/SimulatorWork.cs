using Gateway.Contracts;

namespace Gateway.Worker.Executors.Simulation;

/// <summary>What the simulator's thread does: the galaxy's schedule and the commands on it.</summary>
internal sealed class SimulatorWork(Schedule schedule, MxCommandRunner runner, IExecutorSink sink) : IExecutorWork
{
    public TimeSpan? UntilNext => (schedule.UntilNext, runner.UntilNext) switch
    {
        ({ } simulation, { } read) => simulation < read ? simulation : read,
        var (simulation, read) => simulation ?? read,
    };

    public void Advance()
    {
        // A scan's changes, or a slice of load, go to the gateway as one batch.
        sink.Hold();
        schedule.RunDue();
        sink.Release();
        runner.Advance();
    }

    public Task<MxReply> RunAsync(MxCommand command) => runner.RunAsync(command);

    public void Teardown() => runner.Teardown();
}
