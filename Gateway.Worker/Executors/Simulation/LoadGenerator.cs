using System.Globalization;
using Gateway.Events;
using Gateway.Values;

namespace Gateway.Worker.Executors.Simulation;

/// <summary>
/// The object <c>Load</c>: raises <c>Load.Rate</c> events per second in total, in turn for each advised load item, in small
/// slices. Nothing is allocated per event. Used only on the executor's thread.
/// </summary>
internal sealed class LoadGenerator
{
    public const string ObjectName = "Load";
    public const int MaxRate = 200_000;

    /// <summary>
    /// Length of a slice at a high rate. It is short, so that a high rate is an even stream and not a sequence of bursts.
    /// </summary>
    private const long SliceLength = 5 * TimeSpan.TicksPerMillisecond;

    /// <summary>If the generator is further behind than this, the missed events are left out instead of raised late.</summary>
    private const long LongestCatchUp = TimeSpan.TicksPerSecond;

    /// <summary>Counters restart at 0 here. Up to this value a 32-bit float represents every whole number.</summary>
    private const int CounterLimit = 1_000_000;

    private readonly Schedule _schedule;
    private readonly IMxEvents _events;
    private readonly bool _neverSkips;
    private readonly List<SimulatedItem> _items = [];
    private readonly Action _slice;
    private readonly PlantAttribute _rate;
    private readonly PlantAttribute _raised;
    private readonly HashSet<PlantAttribute> _counters = [];

    private long _credit;
    private long _sliceTicks;
    private long _dueAt;
    private int _next;
    private bool _running;

    public LoadGenerator(Schedule schedule, IMxEvents events, SimulatorOptions options)
    {
        _schedule = schedule;
        _events = events;
        _neverSkips = options.Deterministic;
        _slice = Slice;
        _rate = new PlantAttribute
        {
            Name = $"{ObjectName}.Rate",
            DataType = MxDataType.Integer,
            Access = AttributeAccess.Operate,
            IsOfSession = true,
            Min = 0,
            Max = MaxRate,
            Value = MxValue.FromInt32(options.LoadRate),
            Number = options.LoadRate,
            Time = schedule.UtcNow,
            Written = _ => Restart(),
        };
        _raised = new PlantAttribute
        {
            Name = $"{ObjectName}.Raised",
            DataType = MxDataType.Double,
            Value = MxValue.FromDouble(0),
            Time = schedule.UtcNow,
        };
        for (var number = 1; number <= options.LoadItems; number++)
        {
            _counters.Add(CreateCounter(number));
        }
    }

    /// <summary>Number of events raised so far.</summary>
    public long Raised { get; private set; }

    public void AddTo(Plant plant)
    {
        plant.Add(_rate);
        plant.Add(_raised);
        foreach (var counter in _counters)
        {
            plant.Add(counter);
        }
    }

    /// <summary>Whether the load generator changes this item.</summary>
    public bool Drives(ResolvedReference reference) =>
        reference is { Kind: ReferenceKind.Value, Attribute: { } attribute } && _counters.Contains(attribute);

    /// <summary>Adds an item that has had its first callback; from now on the generator raises events for it.</summary>
    public void Add(SimulatedItem item)
    {
        if (item.LoadIndex >= 0)
        {
            return;
        }

        item.LoadIndex = _items.Count;
        _items.Add(item);
        Start();
    }

    public void Remove(SimulatedItem item)
    {
        if (item.LoadIndex < 0)
        {
            return;
        }

        // The last item moves to the free place, because removing thousands of items in a row must not shift the whole list each
        // time.
        var last = _items[^1];
        _items[item.LoadIndex] = last;
        last.LoadIndex = item.LoadIndex;
        _items.RemoveAt(_items.Count - 1);
        item.LoadIndex = -1;
    }

    /// <summary>Publishes the number of raised events as an attribute; called once per scan.</summary>
    public void UpdateFigures(Plant plant)
    {
        if (_raised.Number != Raised)
        {
            plant.Set(_raised, MxValue.FromDouble(Raised), _schedule.UtcNow);
        }
    }

    private PlantAttribute CreateCounter(int number)
    {
        var isInteger = number % 2 == 1;
        return new PlantAttribute
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"{ObjectName}.Item{number:D4}"),
            DataType = isInteger ? MxDataType.Integer : MxDataType.Float,
            Value = isInteger ? MxValue.FromInt32(0) : MxValue.FromFloat(0),
            Time = _schedule.UtcNow,
        };
    }

    private void Restart()
    {
        _running = false;
        Start();
    }

    private void Start()
    {
        if (!_running && _items.Count > 0 && _rate.Number > 0)
        {
            _running = true;
            _credit = 0;
            _sliceTicks = SliceFor((int)_rate.Number);
            ScheduleSlice(_schedule.Now);
        }
    }

    private void ScheduleSlice(long from)
    {
        _dueAt = from + _sliceTicks;
        _schedule.At(_dueAt, _slice);
    }

    /// <summary>
    /// At a low rate each slice has one event, because waking 200 times a second for one event a second would be wasteful.
    /// </summary>
    private static long SliceFor(int rate) => rate <= 0 ? SliceLength : Math.Max(SliceLength, TimeSpan.TicksPerSecond / rate);

    private void Slice()
    {
        if (_schedule.Now != _dueAt)
        {
            // This slice was scheduled before the rate changed.
            return;
        }

        var rate = (int)_rate.Number;
        if (rate == 0 || _items.Count == 0)
        {
            _running = false;
            return;
        }

        _credit += rate * _sliceTicks;
        var (count, rest) = Math.DivRem(_credit, TimeSpan.TicksPerSecond);
        _credit = rest;
        Raise((int)count);
        var behind = _schedule.Target - _schedule.Now;
        var next = behind > LongestCatchUp && !_neverSkips ? _schedule.Target : _schedule.Now;
        ScheduleSlice(next);
    }

    private void Raise(int count)
    {
        var time = _schedule.UtcNow;
        Raised += count;
        for (; count > 0; count--)
        {
            if (_next >= _items.Count)
            {
                _next = 0;
            }

            Raise(_items[_next++], time);
        }
    }

    private void Raise(SimulatedItem item, DateTime time)
    {
        var attribute = item.Reference.Attribute!;
        var counter = attribute.Number + 1 < CounterLimit ? (int)attribute.Number + 1 : 0;
        var value = attribute.DataType == MxDataType.Integer ? MxValue.FromInt32(counter) : MxValue.FromFloat(counter);
        attribute.Number = counter;
        attribute.Value = value;
        attribute.Time = time;
        item.LastValue = value;
        if (item.Samples is { } samples)
        {
            samples.Add(value, Qualities.Good, time);
        }
        else
        {
            _events.OnDataChange(new DataChange(item.ServerHandle, item.ItemHandle, value, Qualities.Good, time));
        }
    }
}
