namespace Gateway.Web.Platform.Recorder;

/// <summary>What a ring held at one moment. Immutable.</summary>
internal sealed record RingCopy
{
    public required RingHeading Heading { get; init; }

    /// <summary>The session tag of the session at that moment, or of the session that the ring belongs to.</summary>
    public required string? SessionTag { get; init; }

    /// <summary>When it began, UTC.</summary>
    public required DateTime Began { get; init; }

    /// <summary>When it ended, UTC; null while it goes on.</summary>
    public required DateTime? Ended { get; init; }

    /// <summary>Number of entries that later ones pushed out.</summary>
    public required long Lost { get; init; }

    /// <summary>The oldest first.</summary>
    public required IReadOnlyList<Occurrence> Entries { get; init; }

    /// <summary>The other rings that entries come from, by number, as far as they are still known.</summary>
    public required IReadOnlyDictionary<int, RingHeading> Others { get; init; }

    public int Bytes => OccurrenceRing.Overhead + (Entries.Count * Occurrence.Bytes) + (Others.Count * OccurrenceRing.Overhead);
}
