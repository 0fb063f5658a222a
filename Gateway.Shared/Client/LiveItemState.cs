using Gateway.Values;

namespace Gateway.Client;

/// <summary>One live item as it is known now. Times are UTC.</summary>
public sealed record LiveItemState
{
    public required string Reference { get; init; }

    /// <summary>Null before the first value.</summary>
    public MxValue? Value { get; init; }

    /// <summary>Raw OPC DA quality; classify on <c>quality &amp; 0xC0</c>.</summary>
    public int? Quality { get; init; }

    /// <summary>The item's time stamp; null when it has none.</summary>
    public DateTime? SourceTime { get; init; }

    /// <summary>When the worker received the value.</summary>
    public DateTime? WorkerTime { get; init; }

    /// <summary>The value may be out of date: nothing confirms it at the moment. True before the first value.</summary>
    public bool Stale { get; init; } = true;

    /// <summary>Why the item has no good value, such as a reference that does not exist or is refused; null when nothing is wrong.</summary>
    public string? Problem { get; init; }
}
