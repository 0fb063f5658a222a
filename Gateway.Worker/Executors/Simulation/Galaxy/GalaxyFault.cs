namespace Gateway.Worker.Executors.Simulation.Galaxy;

/// <summary>One fault of a galaxy file.</summary>
/// <param name="Path">JSON path, such as <c>$.objects[3].attributes['Level.PV'].type</c>.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
public sealed record GalaxyFault(string Path, string Message)
{
    public override string ToString() => $"{Path}: {Message}";
}
