using Gateway.Values;
using Gateway.Worker.Executors.Simulation.Formulas;
using Gateway.Worker.Executors.Simulation.Host;

namespace Gateway.Worker.Executors.Simulation;

/// <summary>
/// One attribute of the simulated galaxy: its definition and its current state. Used only on the executor's thread.
/// </summary>
internal sealed class PlantAttribute
{
    /// <summary>The full reference without brackets, such as <c>Tank101.Level.PV</c>.</summary>
    public required string Name { get; init; }

    public required MxDataType DataType { get; init; }

    public bool IsArray { get; init; }

    public AttributeAccess Access { get; init; } = AttributeAccess.ViewOnly;

    /// <summary>Smallest number that may be written.</summary>
    public double? Min { get; init; }

    /// <summary>Largest number that may be written.</summary>
    public double? Max { get; init; }

    /// <summary>
    /// Number of digits to which a formula's result is rounded; only changes of the rounded value are published.
    /// </summary>
    public int? Decimals { get; init; }

    /// <summary>Texts by number from 0: the texts of an enum, or those from which the formula of a string chooses.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];

    public HostFigure? Host { get; init; }

    /// <summary>Whether a write concerns the writer's session only, even if the plant is shared.</summary>
    public bool IsOfSession { get; init; }

    public Formula? Formula { get; set; }

    public Formula? QualityFormula { get; set; }

    /// <summary>Whether the scan must compute the value or the quality.</summary>
    public bool IsComputed => Formula is not null || QualityFormula is not null || Host is not null;

    /// <summary>Changes of other attributes that a successful write of this attribute causes.</summary>
    public List<WriteEffect> WriteEffects { get; } = [];

    /// <summary>Decides whether a value of the attribute's type and within its bounds may be written; null accepts every value.</summary>
    public Func<MxValue, bool>? Accepts { get; init; }

    /// <summary>Called after a write of this attribute has taken effect.</summary>
    public Action<AttributeWrite>? Written { get; set; }

    public MxValue Value { get; set; }

    /// <summary>
    /// The unrounded value as formulas see it: booleans as 0 and 1, times as seconds since 1970, enums by number.
    /// </summary>
    public double Number { get; set; }

    /// <summary>The value as clients see it, in the form of <see cref="Number"/>: rounded, and unchanged while the quality is bad.</summary>
    public double VisibleNumber => ValueConversion.ToNumber(this, Value);

    /// <summary>The elements of an array as formulas see them.</summary>
    public double[] Numbers { get; set; } = [];

    /// <summary><see cref="Number"/> in the previous scan.</summary>
    public double PreviousNumber { get; set; }

    /// <summary><see cref="Number"/> when the latest scan had processed this attribute.</summary>
    public double NumberAtTurn { get; set; }

    public int Quality { get; set; } = Qualities.Good;

    public DateTime Time { get; set; }

    /// <summary>Whether the attribute has changed since its change was last published.</summary>
    public bool ChangePending { get; set; }

    /// <summary>The items that are advised on this attribute.</summary>
    public List<SimulatedItem> Subscribers { get; } = [];

    /// <summary>Sets the value, which must have the attribute's type, and the number or numbers that follow from it.</summary>
    public void Store(MxValue value)
    {
        Value = value;
        if (IsArray)
        {
            Numbers = ValueConversion.ToNumbers(this, value);
        }
        else
        {
            Number = ValueConversion.ToNumber(this, value);
        }
    }
}
