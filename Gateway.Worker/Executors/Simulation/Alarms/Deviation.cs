using Gateway.Values;

namespace Gateway.Worker.Executors.Simulation.Alarms;

/// <summary>How far a value is from its target: <c>Dev.Target</c>, <c>Dev.Deadband</c> and <c>Dev.SettlingPeriod</c>.</summary>
/// <param name="stem">The full reference that <c>.Dev.…</c> is added to.</param>
/// <param name="input">The value.</param>
internal sealed class Deviation(string stem, PlantAttribute input)
{
    private double _settledTarget;
    private DateTime? _changedAt;

    public PlantAttribute Target { get; } = BuiltInAttributes.Number($"{stem}.Dev.Target", MxDataType.Double);

    public required PlantAttribute Deadband { get; init; }

    public required PlantAttribute SettlingPeriod { get; init; }

    public double Distance => Math.Abs(input.VisibleNumber - Target.Number);

    /// <summary>Whether the target changed so recently that the value cannot have followed.</summary>
    public bool IsSettling(DateTime now)
    {
        if (Target.Number != _settledTarget)
        {
            _settledTarget = Target.Number;
            _changedAt = now;
        }

        return _changedAt is { } changed && (now - changed).TotalSeconds < SettlingPeriod.Number;
    }
}
