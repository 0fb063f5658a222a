using Gateway.Contracts;
using Gateway.Worker.Executors.Simulation.Galaxy;
using Gateway.Worker.Executors.Simulation.Host;

namespace Gateway.Worker.Executors.Simulation;

/// <summary>Runs a session on a simulated galaxy, which behaves like MXAccess and does not need it.</summary>
/// <param name="options">They must have passed <see cref="SimulatorOptionsValidator"/>.</param>
/// <param name="time">The clock of everything: scans, delays, load and time-outs.</param>
public sealed class SimulatorExecutor(SimulatorOptions options, TimeProvider time) : IExecutor
{
    private ExecutorThread? _thread;
    private IHostMonitor? _host;

    public string Backend => "simulator";

    /// <exception cref="GalaxyFileException">The galaxy file has faults; the message lists all of them.</exception>
    public Task StartAsync(IExecutorSink sink, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sink);
        if (_thread is not null)
        {
            throw new InvalidOperationException("The executor has already been started.");
        }

        cancellationToken.ThrowIfCancellationRequested();
        var galaxy = GalaxyFile.Load(options.GalaxyPath);
        _host = options.Deterministic ? new FixedHostMonitor() : new HostMonitor(time);
        var tap = new EventTap(sink);
        var simulation = new SimulatedGalaxy(galaxy, options, _host, tap, time);
        var runner = new MxCommandRunner(new SimulatedMxAccess(simulation), tap, time);
        var work = new SimulatorWork(simulation.Schedule, runner, sink);
        _thread = new ExecutorThread(
            "Simulator", work, time, fault => sink.Faulted("SimulatorFailed", $"{fault.GetType().Name}: {fault.Message}"));
        return Task.CompletedTask;
    }

    public Task<MxReply> ExecuteAsync(MxCommand command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return Started().ExecuteAsync(command, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => _thread?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_thread is { } thread)
        {
            await thread.DisposeAsync();
        }

        _host?.Dispose();
    }

    private ExecutorThread Started() => _thread ?? throw new InvalidOperationException("The executor has not been started.");
}
