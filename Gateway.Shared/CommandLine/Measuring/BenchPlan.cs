namespace Gateway.CommandLine.Measuring;

/// <summary>What to measure.</summary>
/// <param name="Time">For how long.</param>
/// <param name="Rate">Events per second of the simulator.</param>
/// <param name="Items">Over how many items.</param>
/// <param name="Tag">The session tag; null for none.</param>
internal sealed record BenchPlan(TimeSpan Time, int Rate, int Items, string? Tag);
