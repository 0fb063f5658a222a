namespace Gateway.Web.Platform.Recorder;

/// <summary>What a ring is about, and who has it.</summary>
/// <param name="Part">The kind of thing.</param>
/// <param name="Id">Its id, by which the ring is found.</param>
/// <param name="Subject">The subject of the token of a connection or a reader, or the owner of a session.</param>
internal sealed record RingHeading(RecorderPart Part, string Id, string Subject)
{
    /// <summary>The site of the session, or of the token's subject at a gateway that serves several sites.</summary>
    public string? Site { get; init; }

    /// <summary>The ring of the session that it belongs to.</summary>
    public OccurrenceRing Session { get; init; } = OccurrenceRing.None;

    /// <summary>The ring of the connection that it belongs to.</summary>
    public OccurrenceRing Connection { get; init; } = OccurrenceRing.None;
}
