namespace Gateway.Web.Platform.Recorder;

/// <summary>A copy of the rings that concern something that went wrong. Immutable.</summary>
/// <param name="Id">Unique in one run of the gateway, and rising.</param>
/// <param name="At">When it was made, UTC.</param>
/// <param name="Cause">Why it was made.</param>
/// <param name="Skipped">Number of dumps for the same cause that were not made since the one before, because there were too many.</param>
/// <param name="Rings">The ring in which it happened is the first.</param>
internal sealed record KeptDump(long Id, DateTime At, DumpCause Cause, int Skipped, IReadOnlyList<RingCopy> Rings)
{
    public RingCopy Origin => Rings[0];

    public long Bytes { get; } = Rings.Sum(ring => (long)ring.Bytes);

    /// <summary>What it concerns: the session, or the origin itself.</summary>
    public string Whose => KeyOf(Origin.Heading);

    public static string KeyOf(RingHeading heading) => heading.Session.IsNone ? heading.Id : heading.Session.Heading.Id;
}
