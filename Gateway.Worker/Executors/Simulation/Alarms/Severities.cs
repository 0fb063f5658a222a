namespace Gateway.Worker.Executors.Simulation.Alarms;

/// <summary>The vendor's default mapping of priorities to severities: 1 critical, 2 high, 3 medium, 4 low.</summary>
internal static class Severities
{
    public const int Count = 4;
    private const int PrioritiesPerSeverity = 250;

    public static int Of(int priority) => Math.Clamp((priority / PrioritiesPerSeverity) + 1, 1, Count);
}
