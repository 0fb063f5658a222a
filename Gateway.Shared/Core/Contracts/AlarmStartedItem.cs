namespace Gateway.Contracts;

/// <summary>Always first: where the alarm log stands, where the stream continues, and whether the alarms are being watched.</summary>
public sealed record AlarmStartedItem : AlarmItem
{
    public const string KindName = "started";

    public override string Kind => KindName;

    /// <summary>Identity of the numbering. Sequences of different epochs do not compare.</summary>
    public required string Epoch { get; init; }

    /// <summary>Oldest sequence that is retained; one beyond the latest when none is.</summary>
    public required long Oldest { get; init; }

    /// <summary>Latest sequence; 0 before the first transition.</summary>
    public required long Latest { get; init; }

    /// <summary>
    /// The position the stream continues from: the first <c>transition</c> begins with the sequence after it, unless a <c>gap</c> or a
    /// snapshot comes first.
    /// </summary>
    public required long After { get; init; }

    public required AlarmMonitor Monitor { get; init; }

    /// <summary>
    /// Marks what the stream shows: the caller's rights and the filter. It is opaque, belongs to the positions of this stream, and is given
    /// back with them as <see cref="AlarmRequest.View"/>.
    /// </summary>
    public string? View { get; init; }
}
