namespace Gateway.Worker.Executors.Simulation.Galaxy;

/// <summary>A galaxy file cannot be used; the message lists every fault with its JSON path.</summary>
public sealed class GalaxyFileException(string file, IReadOnlyList<GalaxyFault> faults, Exception? inner = null)
    : Exception($"The galaxy file '{file}' has {faults.Count} fault(s):{Environment.NewLine}{string.Join(Environment.NewLine, faults)}", inner)
{
    public IReadOnlyList<GalaxyFault> Faults => faults;
}
