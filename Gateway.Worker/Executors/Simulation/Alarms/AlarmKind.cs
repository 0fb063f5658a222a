namespace Gateway.Worker.Executors.Simulation.Alarms;

/// <summary>What an alarm checks about its input. The order is that of the lists in <see cref="AlarmNaming"/>.</summary>
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
