using Gateway.Values;
using Gateway.Worker.Executors.Simulation.Alarms;

namespace Gateway.Worker.Executors.Simulation.Galaxy;

/// <summary>
/// Makes alarms from their drafts, with all their attributes. Alarms with the same stem share dead bands, rate and target.
/// </summary>
/// <param name="faults">Collects the faults.</param>
/// <param name="settings">Reads the properties that are numbers or enums.</param>
/// <param name="add">Called for each attribute that is made.</param>
internal sealed class AlarmFactory(GalaxyFaultList faults, AttributeFactory settings, Action<PlantAttribute> add)
{
    private static readonly string[] Known =
        ["kind", "input", "priority", "text", "limit", "valueDeadband", "timeDeadband", "active", "target", "settling", "period"];

    private readonly Dictionary<string, PlantAttribute> _shared = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, RateOfChange> _rates = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Deviation> _deviations = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Attributes with a formula in a draft; the formulas are compiled later, when all names are known.</summary>
    public List<(PlantAttribute Attribute, PropertySource Source)> Formulas { get; } = [];

    /// <summary>Makes the alarm. When it cannot be made, the result is null and the faults say why.</summary>
    public PlantAlarm? Create(AttributeDraft draft)
    {
        faults.CheckProperties(draft, "an alarm", Known);
        if (Define(draft) is not { } alarm)
        {
            return null;
        }

        var own = new CommonAlarmAttributes(draft.Name, alarm.Kind);
        own.Priority.Store(ValueConversion.FromNumber(own.Priority, Math.Clamp(Number(alarm, "priority", own.Priority.Number), 1, 999)));
        own.DescAttrName.Store(MxValue.FromString(Text(draft, "text") is { } text ? draft.Scope.Interpolate(text) : ""));
        foreach (var attribute in own.All)
        {
            add(attribute);
        }

        return Create(alarm, own);
    }

    private AlarmDefinition? Define(AttributeDraft draft)
    {
        var kind = draft.Properties.TryGetValue("kind", out var stated) ? settings.ReadEnum<AlarmKind>(stated) : AlarmNaming.OfName(draft.LocalName);
        var name = Text(draft, "input") ?? AlarmNaming.StemOf(draft.LocalName, kind ?? AlarmKind.Discrete);
        var input = draft.Scope.Attribute(name) ?? draft.Scope.Attribute(name.Length == 0 ? "PV" : $"{name}.PV");
        if (input is not null && (kind == AlarmKind.Bad || IsBooleanOrNumber(input)))
        {
            return kind is { } known ? new AlarmDefinition(draft, known, input) : null;
        }

        faults.Add(draft.Path, $"'input' must name a Boolean or a number that is not an array; '{name}' is none");
        return null;
    }

    private static bool IsBooleanOrNumber(PlantAttribute input) =>
        input is { IsArray: false, DataType: MxDataType.Boolean or MxDataType.Integer or MxDataType.Float or MxDataType.Double };

    private PlantAlarm Create(AlarmDefinition alarm, CommonAlarmAttributes own)
    {
        var isUpper = alarm.Kind is AlarmKind.Hi or AlarmKind.HiHi or AlarmKind.RateIncreasing;
        IAlarmCondition condition = alarm.Kind switch
        {
            AlarmKind.Discrete => new DiscreteCondition(alarm.Input, Own(alarm, "ActiveAlarmState", MxDataType.Boolean, Number(alarm, "active", 1))),
            AlarmKind.Bad => new BadCondition(alarm.Input),
            AlarmKind.RateDecreasing or AlarmKind.RateIncreasing => new RateCondition(Rate(alarm), Limit(alarm, "Limit"), isUpper),
            AlarmKind.DeviationMinor or AlarmKind.DeviationMajor => new DeviationCondition(Deviation(alarm), Limit(alarm, "Tolerance")),
            _ => new LimitCondition(
                alarm.Input, Limit(alarm, "Limit"), Shared(alarm, "LevelAlarm.ValueDeadband", MxDataType.Double, "valueDeadband"), isUpper),
        };
        return new PlantAlarm(own, alarm.Input, condition, TimeDeadband(alarm))
        {
            Alarmed = alarm.Kind == AlarmKind.Discrete ? null : Own(alarm, "Alarmed", MxDataType.Boolean, 1),
        };
    }

    private PlantAttribute? TimeDeadband(AlarmDefinition alarm) => alarm.Kind switch
    {
        AlarmKind.Discrete => Own(alarm, "Alarm.TimeDeadband", MxDataType.ElapsedTime, Number(alarm, "timeDeadband", 0)),
        AlarmKind.LoLo or AlarmKind.Lo or AlarmKind.Hi or AlarmKind.HiHi =>
            Shared(alarm, "LevelAlarm.TimeDeadband", MxDataType.ElapsedTime, "timeDeadband"),
        _ => null,
    };

    private RateOfChange Rate(AlarmDefinition alarm)
    {
        if (!_rates.TryGetValue(alarm.Stem, out var rate))
        {
            rate = new RateOfChange(alarm.Stem, alarm.Input, Number(alarm, "period", 0));
            _rates.Add(alarm.Stem, rate);
            foreach (var attribute in rate.Attributes)
            {
                add(attribute);
            }
        }

        return rate;
    }

    private Deviation Deviation(AlarmDefinition alarm)
    {
        if (!_deviations.TryGetValue(alarm.Stem, out var deviation))
        {
            deviation = new Deviation(alarm.Stem, alarm.Input)
            {
                Deadband = Shared(alarm, "Dev.Deadband", MxDataType.Double, "valueDeadband"),
                SettlingPeriod = Shared(alarm, "Dev.SettlingPeriod", MxDataType.ElapsedTime, "settling"),
            };
            _deviations.Add(alarm.Stem, deviation);
            add(deviation.Target);
            if (alarm.Draft.Properties.TryGetValue("target", out var target))
            {
                Formulas.Add((deviation.Target, target));
            }
        }

        return deviation;
    }

    private PlantAttribute Limit(AlarmDefinition alarm, string name)
    {
        var limit = BuiltInAttributes.Number($"{alarm.Draft.Name}.{name}", MxDataType.Float, Number(alarm, "limit", 0), AttributeAccess.Tune);
        add(limit);
        return limit;
    }

    private PlantAttribute Own(AlarmDefinition alarm, string name, MxDataType type, double number)
    {
        var attribute = BuiltInAttributes.Number($"{alarm.Draft.Name}.{name}", type, number, AttributeAccess.Configure);
        add(attribute);
        return attribute;
    }

    /// <summary>The shared attribute of a stem. The first alarm in the file determines its value.</summary>
    private PlantAttribute Shared(AlarmDefinition alarm, string name, MxDataType type, string property)
    {
        var full = $"{alarm.Stem}.{name}";
        if (!_shared.TryGetValue(full, out var attribute))
        {
            attribute = BuiltInAttributes.Number(full, type, Number(alarm, property, 0), AttributeAccess.Tune, IsNotNegative);
            _shared.Add(full, attribute);
            add(attribute);
        }

        return attribute;
    }

    private static bool IsNotNegative(MxValue value) => value.TryGetDouble(out var number) && number >= 0;

    private double Number(AlarmDefinition alarm, string property, double absent) => settings.ReadNumber(alarm.Draft, property) ?? absent;

    private string? Text(AttributeDraft draft, string property) =>
        draft.Properties.TryGetValue(property, out var source) ? faults.Text(source.Value, source.Path) : null;
}
