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

    /// <summary>Least OPC quality class of an OnDataChange: 0 bad, 64 uncertain, 192 good.</summary>
    public int? MinimumQuality { get; init; }

    /// <summary>Least change of a numeric value, absolute.</summary>
    public double? Deadband { get; init; }

    /// <summary>Least change of a numeric value, in percent of the last value sent.</summary>
    public double? DeadbandPercent { get; init; }
}
