namespace Gateway.Worker.Executors.Simulation;

/// <summary>The OPC DA qualities that the simulator uses.</summary>
internal static class Qualities
{
    public const int Bad = 0;
    public const int WaitingForInitialData = 32;
    public const int Good = 192;
    private const int GoodOrUncertain = 0xC0;

    public static bool IsBad(int quality) => (quality & GoodOrUncertain) == 0;
}
