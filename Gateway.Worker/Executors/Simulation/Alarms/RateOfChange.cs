using Gateway.Values;

namespace Gateway.Worker.Executors.Simulation.Alarms;

/// <summary>
/// The rate of change of a value, which is measured at the end of each period: <c>Roc.Rate</c>, <c>Roc.Rate.Units</c> and
/// <c>Roc.EvalPeriod</c>.
/// </summary>
internal sealed class RateOfChange
{
    private static readonly string[] Units = ["Per second", "Per minute", "Per hour", "Per day"];
    private static readonly double[] SecondsPerUnit = [1, 60, 3600, 86_400];

    private readonly PlantAttribute _input;
    private readonly PlantAttribute _rate;
    private readonly PlantAttribute _units;
    private readonly PlantAttribute _period;
    private DateTime? _measuredAt;
    private double _measured;

    /// <param name="stem">The full reference to which <c>.Roc.…</c> is appended.</param>
    /// <param name="input">The value.</param>
    /// <param name="periodSeconds">Length of the period; 0 means that the rate is measured in each scan.</param>
    public RateOfChange(string stem, PlantAttribute input, double periodSeconds)
    {
        _input = input;
        _rate = BuiltInAttributes.Number($"{stem}.Roc.Rate", MxDataType.Double);
        _units = BuiltInAttributes.Enum($"{stem}.Roc.Rate.Units", Units, 0, AttributeAccess.Tune);
        _period = BuiltInAttributes.Number($"{stem}.Roc.EvalPeriod", MxDataType.ElapsedTime, periodSeconds, AttributeAccess.Tune);
    }

    public IEnumerable<PlantAttribute> Attributes => [_rate, _units, _period];

    /// <summary>The latest rate; if the period has ended, it is measured first.</summary>
    public double At(AlarmScan scan)
    {
        var seconds = (scan.Now - (_measuredAt ?? scan.Now)).TotalSeconds;
        if (seconds > 0 && seconds >= _period.Number)
        {
            scan.Set(_rate, (_input.VisibleNumber - _measured) / seconds * SecondsPerUnit[(int)_units.Number]);
        }

        if (_measuredAt is null || (seconds > 0 && seconds >= _period.Number))
        {
            _measuredAt = scan.Now;
            _measured = _input.VisibleNumber;
        }

        return _rate.Number;
    }
}
