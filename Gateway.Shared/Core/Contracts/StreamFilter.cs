using Gateway.Events;

namespace Gateway.Contracts;

/// <summary>What a subscription wants to see. Absent parts do not restrict; present parts must all match.</summary>
public sealed record StreamFilter
{
    public IReadOnlyList<EventFamily>? Families { get; init; }

    public IReadOnlyList<ItemKey>? Items { get; init; }

    /// <summary>
    /// Item reference globs: <c>*</c> any run of characters, <c>?</c> one character, case-insensitive; an item matches
    /// when any of them does.
    /// </summary>
    public IReadOnlyList<string>? References { get; init; }

    /// <summary>Least OPC quality class of an OnDataChange: 0 bad, 64 uncertain, 192 good. Other families pass.</summary>
    public int? MinimumQuality { get; init; }

    /// <summary>
    /// Least change of an OnDataChange's numeric value against the last one that passed, absolute; 0 holds back repetitions. Other
    /// values pass when they change, a change of quality always passes, and so does an item's first value on this stream, unless a
    /// snapshot had it.
    /// </summary>
    public double? Deadband { get; init; }

    /// <summary>As <see cref="Deadband"/>, in percent of the last value that passed. With both, both must be reached.</summary>
    public double? DeadbandPercent { get; init; }
}
