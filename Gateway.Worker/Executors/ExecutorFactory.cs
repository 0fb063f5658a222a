using Gateway.Worker.Executors.Simulation;

namespace Gateway.Worker.Executors;

/// <summary>Makes the executor that the gateway asked for.</summary>
internal static class ExecutorFactory
{
    /// <returns>Null when the backend is unknown or its options are wrong; the faults say why.</returns>
    public static IExecutor? Create(WorkerOptions options, TimeProvider time, List<string> faults)
    {
        if (options.Backend != "simulator")
        {
            faults.Add($"--backend is '{options.Backend}'; this worker has: simulator.");
            return null;
        }

        try
        {
            return new SimulatorExecutor(SimulatorOptions.FromDictionary(options.BackendOptions), time);
        }
        catch (ArgumentException error)
        {
            faults.Add(error.Message);
            return null;
        }
    }
}
