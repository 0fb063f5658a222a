namespace Gateway.Web.Streams.Log.Journal;

/// <summary>The range and size of what a journal holds.</summary>
/// <param name="Oldest">Oldest sequence; one above the latest when the journal is empty.</param>
/// <param name="Latest">Latest sequence; 0 when there was never a row.</param>
/// <param name="Bytes">Sum of the rows' bytes.</param>
/// <param name="LatestAt">Time of the latest row; null when there is none.</param>
internal readonly record struct JournalExtent(long Oldest, long Latest, long Bytes, DateTimeOffset? LatestAt)
{
    public static JournalExtent Empty { get; } = new(1, 0, 0, null);

    public long Count => Latest - Oldest + 1;

    public JournalExtent With(IReadOnlyList<IJournalRow> appended) =>
        this with { Latest = appended[^1].Sequence, Bytes = Bytes + appended.Sum(row => (long)row.Bytes), LatestAt = appended[^1].At };
}
