namespace Gateway.Worker.Executors.Simulation;

/// <summary>OPC DA qualities the simulator gives.</summary>
internal static class Qualities
{
    public const int Bad = 0;
    public const int WaitingForInitialData = 32;
    public const int Good = 192;
}
