using Gateway.Errors;

namespace Gateway.Web.Platform.Recorder;

/// <summary>
/// One entry of a ring: numbers only, so that recording allocates nothing and nothing secret can be kept. It becomes text when somebody
/// reads it.
/// </summary>
internal readonly record struct Occurrence(OccurrenceKind Kind)
{
    /// <summary>What an entry costs in memory.</summary>
    public const int Bytes = 48;

    /// <summary>A number that there is not.</summary>
    public const long Absent = long.MinValue;

    /// <summary>When it happened, in ticks, UTC. The ring fills it in.</summary>
    public long At { get; init; }

    /// <summary>The place among all entries of its ring, because two may have the same time. The ring fills it in.</summary>
    public int Order { get; init; }

    /// <summary>A number whose meaning depends on the kind.</summary>
    public long A { get; init; } = Absent;

    /// <inheritdoc cref="A"/>
    public long B { get; init; } = Absent;

    public EnumWord Word { get; init; }

    /// <summary>The number of the ring that the entry comes from; 0 for the ring that has it.</summary>
    public int From { get; init; }

    /// <summary>The code of the error; null when there is none.</summary>
    public GatewayErrorCode? Code
    {
        get => CodeValue == 0 ? null : (GatewayErrorCode)CodeValue;
        init => CodeValue = (ushort)(value ?? 0);
    }

    private ushort CodeValue { get; init; }

    /// <summary>
    /// Whether it may happen many times a second. Such entries have a place of their own in the ring, so that they do not push out the
    /// beginning of a session or the loss of its worker.
    /// </summary>
    public bool IsFrequent => Kind is OccurrenceKind.Command or OccurrenceKind.CallRefused or OccurrenceKind.Slow or OccurrenceKind.CaughtUp
        or OccurrenceKind.Gap or OccurrenceKind.Lagged or OccurrenceKind.ModeChanged or OccurrenceKind.FilterChanged;

    /// <summary>Whether it concerns a reader. Many readers have one session.</summary>
    public bool IsOfStream => Kind is >= OccurrenceKind.StreamStarted and <= OccurrenceKind.StreamFailed;

    /// <summary>The cause of the dump that it makes; null when it makes none.</summary>
    public DumpCause? Cause => Kind switch
    {
        OccurrenceKind.Gap => DumpCause.Gap,
        OccurrenceKind.Slow => DumpCause.Slow,
        OccurrenceKind.SessionFaulted => DumpCause.Fault,
        OccurrenceKind.WorkerLost => DumpCause.WorkerLost,
        _ => null,
    };
}
