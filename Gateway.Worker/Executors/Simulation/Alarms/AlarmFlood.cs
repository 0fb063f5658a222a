using Gateway.Values;

namespace Gateway.Worker.Executors.Simulation.Alarms;

/// <summary>
/// The area <c>AlarmFlood</c> with thousands of discrete alarms, which clients can raise and clear all at once or at a rate. The
/// alarms are made when one of their references is looked up for the first time, so that they cost nothing unless they are used.
/// Used only on the executor's thread.
/// </summary>
internal sealed class AlarmFlood
{
    public const int Count = Objects * AlarmsPerObject;
    public const int MaxRate = 100_000;
    private const string AreaName = "AlarmFlood";
    private const int Objects = 50;
    private const int AlarmsPerObject = 100;

    private readonly Plant _plant;
    private readonly Schedule _schedule;
    private readonly bool _ackedAtStart;
    private readonly List<PlantAttribute> _inputs = [];
    private readonly PlantAttribute _standing;
    private readonly PlantAttribute _raiseRate;
    private readonly PlantAttribute _transitionRate;
    private bool _isMoving;
    private double _moves;
    private double _transitions;
    private int _next;

    public AlarmFlood(Plant plant, Schedule schedule, bool ackedAtStart)
    {
        _plant = plant;
        _schedule = schedule;
        _ackedAtStart = ackedAtStart;
        _standing = Command("Standing", Count);
        _raiseRate = Command("RaiseRate", MaxRate);
        _transitionRate = Command("TransitionRate", MaxRate);
        _standing.Written = _ => Move();
        plant.AddOnDemand(AreaName, Make);
    }

    /// <summary>
    /// Whether a galaxy file must not use the name for an object, because it is the name of the area or of one of its objects.
    /// </summary>
    public static bool Reserves(string objectName) =>
        objectName.StartsWith(AreaName, StringComparison.OrdinalIgnoreCase)
        && objectName.AsSpan(AreaName.Length) is [] or [>= '0' and <= '9', >= '0' and <= '9'];

    /// <summary>Raises and clears the alarms that are due; called once per scan, before the alarms are computed.</summary>
    /// <param name="step">Seconds since the previous scan.</param>
    /// <param name="now">The time of the scan.</param>
    public void Advance(double step, DateTime now)
    {
        if (_isMoving)
        {
            Move(step, now);
        }

        _transitions = _transitionRate.Number == 0 ? 0 : _transitions + (_transitionRate.Number * step);
        for (; _transitions >= 1; _transitions--)
        {
            var input = _inputs[_next];
            Set(input, input.Number == 0, now);
            _next = (_next + 1) % Count;
        }
    }

    private void Move()
    {
        _isMoving = true;
        _moves = 0;
    }

    private void Move(double step, DateTime now)
    {
        var missing = (int)_standing.Number - _inputs.Count(input => input.Number != 0);
        _moves = _raiseRate.Number == 0 ? Count : _moves + (_raiseRate.Number * step);
        var raises = missing > 0;
        foreach (var input in _inputs.Where(input => input.Number != 0 != raises).Take(Math.Min(Math.Abs(missing), (int)_moves)))
        {
            Set(input, raises, now);
            _moves--;
            missing -= raises ? 1 : -1;
        }

        _isMoving = missing != 0;
    }

    private void Set(PlantAttribute input, bool value, DateTime now) => _plant.Set(input, MxValue.FromBoolean(value), now);

    private void Make()
    {
        var area = new AlarmGroup(AreaName, isArea: true);
        _plant.Alarms.Add(area);
        Add(AreaName, "", "Alarms to try floods with", [.. area.Attributes, _standing, _raiseRate, _transitionRate]);
        for (var number = 1; number <= Objects; number++)
        {
            MakeObject($"{AreaName}{number:D2}", area);
        }
    }

    private void MakeObject(string name, AlarmGroup area)
    {
        var group = new AlarmGroup(name, isArea: false);
        group.BelongTo(area);
        _plant.Alarms.Add(group);
        var attributes = new List<PlantAttribute>(group.Attributes);
        for (var number = 1; number <= AlarmsPerObject; number++)
        {
            var input = BuiltInAttributes.Number($"{name}.A{number:D3}", MxDataType.Boolean, 0, AttributeAccess.Operate);
            _inputs.Add(input);
            attributes.Add(input);
            attributes.AddRange(MakeAlarm(input, group, area));
        }

        Add(name, AreaName, "Alarms of a flood", attributes);
    }

    private IEnumerable<PlantAttribute> MakeAlarm(PlantAttribute input, AlarmGroup group, AlarmGroup area)
    {
        // Neighbouring alarms get different priorities, so that each object has every severity and every range of priorities.
        const int stride = 37;
        const int priorities = 999;
        var own = new CommonAlarmAttributes(input.Name, AlarmKind.Discrete);
        own.Priority.Store(MxValue.FromInt32(1 + (_inputs.Count * stride % priorities)));
        own.DescAttrName.Store(MxValue.FromString($"Flood alarm {_inputs.Count}"));
        var alarm = new PlantAlarm(own, input, new DiscreteCondition(input, DiscreteCondition.WhenTrue));
        alarm.Begin(_ackedAtStart);
        group.Add(alarm);
        area.Count(alarm);
        _plant.Alarms.Add(alarm);
        return own.All;
    }

    private void Add(string name, string area, string description, IReadOnlyCollection<PlantAttribute> attributes)
    {
        PlantAttribute[] all =
        [
            BuiltInAttributes.Text($"{name}.Tagname", name),
            BuiltInAttributes.Text($"{name}.ShortDesc", description),
            BuiltInAttributes.Reference($"{name}.Area", area),
            BuiltInAttributes.Reference($"{name}.Container", ""),
            BuiltInAttributes.Reference($"{name}.Host", ""),
            .. attributes,
        ];
        var names = all.Select(attribute => attribute.Name[(name.Length + 1)..]).ToArray();
        foreach (var attribute in all.Append(BuiltInAttributes.List($"{name}._Attributes", MxDataType.String, names)))
        {
            attribute.Time = _schedule.UtcNow;
            _plant.Add(attribute);
        }
    }

    private static PlantAttribute Command(string name, int most) => BuiltInAttributes.Number(
        $"{AreaName}.{name}", MxDataType.Integer, 0, AttributeAccess.Operate, value => value.AsInt64() >= 0 && value.AsInt64() <= most);
}
