using Gateway.Values;
using Gateway.Worker.Executors.Simulation.Alarms;
using Gateway.Worker.Executors.Simulation.Formulas;
using Gateway.Worker.Executors.Simulation.Galaxy;
using Gateway.Worker.Executors.Simulation.Host;

namespace Gateway.Worker.Executors.Simulation;

/// <summary>All attributes of the simulated galaxy and their scan. Used only on the executor's thread.</summary>
internal sealed class Plant
{
    private readonly Dictionary<string, PlantAttribute> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<PlantAttribute> _scanned = [];
    private readonly AttributeChanges _changes = new();
    private readonly FormulaContext _context;
    private readonly IHostMonitor _host;
    private readonly long _seed;
    private (string Prefix, Action Add)? _onDemand;

    public Plant(GalaxyModel galaxy, IHostMonitor host, long seed)
    {
        _host = host;
        _seed = seed;
        Alarms = galaxy.Alarms;
        _context = new FormulaContext(new SeededRandom(seed));
        foreach (var attribute in galaxy.Attributes)
        {
            Add(attribute);
            _scanned.Add(attribute);
        }
    }

    public AlarmSystem Alarms { get; }

    /// <summary>What makes the plant one with those of other sessions; null when it is a plant of its own.</summary>
    public SharedPlant? Shared { get; init; }

    public int Count => _byName.Count;

    public IEnumerable<PlantAttribute> Attributes => _byName.Values;

    /// <summary>Adds an attribute that the scan does not compute, because its owner changes it.</summary>
    public void Add(PlantAttribute attribute) => _byName.Add(attribute.Name, attribute);

    /// <summary>Delays adding attributes until a name that begins with the prefix is looked up for the first time.</summary>
    public void AddOnDemand(string prefix, Action add) => _onDemand = (prefix, add);

    public PlantAttribute? Find(string name)
    {
        if (_onDemand is var (prefix, add) && name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        {
            _onDemand = null;
            add();
        }

        return _byName.GetValueOrDefault(name);
    }

    /// <summary>Computes every attribute in the order of the file, and then the alarms.</summary>
    /// <param name="seconds">Seconds since the simulation started.</param>
    /// <param name="step">Seconds since the previous scan; 0 in the first one.</param>
    /// <param name="now">Time stamp of the changes.</param>
    public void Scan(double seconds, double step, DateTime now)
    {
        if (Shared is not null)
        {
            // The noise too must be the same in every session, whenever the session began.
            _context.Random = new SeededRandom(_seed ^ now.Ticks);
        }

        _context.Seconds = seconds;
        _context.Step = step;
        _context.UnixSeconds = (now - DateTime.UnixEpoch).TotalSeconds;
        foreach (var attribute in _scanned)
        {
            attribute.PreviousNumber = attribute.NumberAtTurn;
            if (attribute.IsComputed)
            {
                Compute(attribute, now);
            }

            if (attribute.Time == default)
            {
                // The time stamp of an attribute that has never changed is the time of the first scan.
                attribute.Time = now;
            }

            attribute.NumberAtTurn = attribute.Number;
        }

        Alarms.Scan(new AlarmScan(now, _changes));
    }

    /// <summary>Passes every attribute that has changed since the last call to the callback, each once.</summary>
    public void DrainChanges(Action<PlantAttribute> publish) => _changes.Drain(publish);

    /// <summary>Sets an attribute that the simulator itself provides.</summary>
    public void Set(PlantAttribute attribute, MxValue value, DateTime time) => _changes.Set(attribute, value, Qualities.Good, time);

    /// <summary>Applies a write.</summary>
    /// <param name="attribute">The attribute that is written.</param>
    /// <param name="value">The new value, which must already have the attribute's type.</param>
    /// <param name="time">The time stamp of the value.</param>
    /// <param name="now">The time at which the write takes effect.</param>
    /// <param name="user">The user of the write; empty for none.</param>
    /// <exception cref="IOException">The plant is shared, and the write could not be shared; it does not take effect.</exception>
    public void Write(PlantAttribute attribute, MxValue value, DateTime time, DateTime now, string user)
    {
        if (Shared is not { } shared || attribute.IsOfSession)
        {
            Apply(attribute, value, time, now, user);
            return;
        }

        foreach (var write in shared.Add(new PlantWrite(attribute.Name, value, time, now, user)))
        {
            Apply(write);
        }
    }

    /// <summary>Applies what other sessions wrote up to a time, if the plant is shared.</summary>
    public void TakeShared(DateTime until)
    {
        foreach (var write in Shared?.TakeUntil(until) ?? [])
        {
            Apply(write);
        }
    }

    private void Apply(PlantWrite write)
    {
        // The galaxy of the other session may be another one.
        if (Find(write.Name) is { } attribute && (attribute.IsArray
            ? ValueConversion.TryCoerceArray(attribute, write.Value, out var value)
            : ValueConversion.TryCoerce(attribute, write.Value, out value)))
        {
            Apply(attribute, value, write.Time, write.Now, write.User);
        }
    }

    private void Apply(PlantAttribute attribute, MxValue value, DateTime time, DateTime now, string user)
    {
        SetWritten(attribute, value, time);
        foreach (var effect in attribute.WriteEffects)
        {
            _context.Self = effect.Target.Number;
            _context.Index = 0;
            var number = effect.Formula(_context);
            if (ValueConversion.Fits(effect.Target, number))
            {
                SetWritten(effect.Target, ValueConversion.FromNumber(effect.Target, number), time);
            }
        }

        attribute.Written?.Invoke(new AttributeWrite(now, user, _changes));
    }

    private void SetWritten(PlantAttribute attribute, MxValue value, DateTime time)
    {
        attribute.Store(value);
        attribute.Time = time;
        attribute.Quality = Qualities.Good;
        _changes.Mark(attribute);
    }

    private void Compute(PlantAttribute attribute, DateTime now)
    {
        var value = attribute.Value;
        var quality = Qualities.Good;
        if (attribute.Host is { } figure)
        {
            value = FromHost(attribute, figure, ref quality);
        }
        else if (attribute.Formula is { } formula)
        {
            value = attribute.IsArray ? ComputeArray(attribute, formula, ref quality) : ComputeScalar(attribute, formula, ref quality);
        }

        if (attribute.QualityFormula is { } qualityFormula)
        {
            _context.Self = attribute.Quality;
            var stated = qualityFormula(_context);
            quality = double.IsFinite(stated) ? (int)stated : Qualities.Bad;
        }

        // While the quality is bad the attribute keeps its value, as a defective instrument shows its last reading.
        if (Qualities.IsBad(quality))
        {
            value = attribute.Value;
        }

        if (quality != attribute.Quality || value != attribute.Value)
        {
            attribute.Value = value;
            attribute.Quality = quality;
            attribute.Time = now;
            _changes.Mark(attribute);
        }
    }

    private MxValue ComputeScalar(PlantAttribute attribute, Formula formula, ref int quality)
    {
        _context.Self = attribute.Number;
        _context.Index = 0;
        var number = formula(_context);
        if (!ValueConversion.Fits(attribute, number))
        {
            quality = Qualities.Bad;
            return attribute.Value;
        }

        attribute.Number = number;
        return ValueConversion.FromNumber(attribute, number);
    }

    private MxValue ComputeArray(PlantAttribute attribute, Formula formula, ref int quality)
    {
        var numbers = attribute.Numbers;
        for (var i = 0; i < numbers.Length; i++)
        {
            _context.Self = numbers[i];
            _context.Index = i + 1;
            var number = formula(_context);
            if (!ValueConversion.Fits(attribute, number))
            {
                quality = Qualities.Bad;
                return attribute.Value;
            }

            numbers[i] = number;
        }

        return ValueConversion.FromNumbers(attribute, numbers);
    }

    private MxValue FromHost(PlantAttribute attribute, HostFigure figure, ref int quality)
    {
        var figures = _host.Latest;
        if (HostValues.Number(figures, figure) is { } number && ValueConversion.Fits(attribute, number))
        {
            attribute.Number = number;
            return ValueConversion.FromNumber(attribute, number);
        }

        if (HostValues.Text(figures, figure) is { } text)
        {
            return MxValue.FromString(text);
        }

        quality = Qualities.WaitingForInitialData;
        return attribute.Value;
    }
}
