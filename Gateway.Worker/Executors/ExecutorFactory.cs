using Gateway.Worker.Executors.Com;
using Gateway.Worker.Executors.Simulation;
using Microsoft.Extensions.Logging;

namespace Gateway.Worker.Executors;

/// <summary>Makes the executor that the gateway asked for.</summary>
internal static class ExecutorFactory
{
    /// <returns>Null when the backend is unknown or its options are invalid; the faults say why.</returns>
    public static IExecutor? Create(WorkerSettings options, TimeProvider time, ILoggerFactory loggers, List<string> faults)
    {
        try
        {
            switch (options.Backend)
            {
                case "simulator":
                    return new SimulatorExecutor(SimulatorOptions.FromDictionary(options.BackendOptions), time);
                case "com" when OperatingSystem.IsWindows():
                    return new ComExecutor(ComOptions.FromDictionary(options.BackendOptions), time, loggers.CreateLogger<ComExecutor>());
                case "com":
                    faults.Add("--backend com requires Windows with System Platform; on this system use --backend simulator.");
                    return null;
                default:
                    faults.Add($"--backend is '{options.Backend}'; it must be simulator or com.");
                    return null;
            }
        }
        catch (ArgumentException error)
        {
            faults.Add(error.Message);
            return null;
        }
    }
}
