namespace Gateway.Worker.Executors.Simulation.Alarms;

/// <summary>What an alarm watches about its input. The order is that of <see cref="AlarmKinds"/>.</summary>
internal enum AlarmKind
{
    Discrete,
    LoLo,
    Lo,
    Hi,
    HiHi,
    DeviationMinor,
    DeviationMajor,
    RateDecreasing,
    RateIncreasing,
    Bad,
}
