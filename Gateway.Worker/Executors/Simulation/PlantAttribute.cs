using Gateway.Values;
using Gateway.Worker.Executors.Simulation.Formulas;
using Gateway.Worker.Executors.Simulation.Host;

namespace Gateway.Worker.Executors.Simulation;

/// <summary>One attribute of the simulated galaxy: how it behaves, and its present state. Executor thread only.</summary>
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

    /// <summary>Digits a formula's result is rounded to, so that only visible changes are changes.</summary>
    public int? Decimals { get; init; }

    /// <summary>Texts of an enum, or of a string that a formula chooses; by number from 0.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];

    public HostFigure? Host { get; init; }

    public Formula? Formula { get; set; }

    public Formula? QualityFormula { get; set; }

    /// <summary>Whether the scan has anything to work out.</summary>
    public bool IsComputed => Formula is not null || QualityFormula is not null || Host is not null;

    /// <summary>What a successful write of this attribute does to others.</summary>
    public List<WriteEffect> WriteEffects { get; } = [];

    /// <summary>Called after a write of this attribute took effect.</summary>
    public Action? Written { get; set; }

    public MxValue Value { get; set; }

    /// <summary>The value as formulas see it, unrounded: truth as 0 and 1, times as seconds since 1970, enums by number.</summary>
    public double Number { get; set; }

    /// <summary>For arrays: the elements as formulas see them.</summary>
    public double[] Numbers { get; set; } = [];

    /// <summary><see cref="Number"/> as it was in the scan before.</summary>
    public double PreviousNumber { get; set; }

    /// <summary><see cref="Number"/> at the attribute's turn in the latest scan.</summary>
    public double NumberAtTurn { get; set; }

    public int Quality { get; set; } = Qualities.Good;

    public DateTime Time { get; set; }

    /// <summary>Changed since subscribers were told.</summary>
    public bool ChangePending { get; set; }

    /// <summary>Advised items on this attribute.</summary>
    public List<SimulatedItem> Subscribers { get; } = [];
}
