using Gateway.Values;

namespace Gateway.Worker.Executors.Simulation.Alarms;

/// <summary>
/// The distance of a value from its target, with the attributes <c>Dev.Target</c>, <c>Dev.Deadband</c> and
/// <c>Dev.SettlingPeriod</c>.
/// </summary>
/// <param name="stem">The full reference to which <c>.Dev.…</c> is appended.</param>
/// <param name="input">The value.</param>
internal sealed class Deviation(string stem, PlantAttribute input)
{
    private double _settledTarget;
    private DateTime? _changedAt;

    public PlantAttribute Target { get; } = BuiltInAttributes.Number($"{stem}.Dev.Target", MxDataType.Double);

    public required PlantAttribute Deadband { get; init; }

    public required PlantAttribute SettlingPeriod { get; init; }

    public double Distance => Math.Abs(input.VisibleNumber - Target.Number);

    /// <summary>Whether the target changed so recently that the value is not expected to have followed yet.</summary>
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
