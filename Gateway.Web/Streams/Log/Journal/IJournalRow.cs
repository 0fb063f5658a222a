namespace Gateway.Web.Streams.Log.Journal;

/// <summary>One entry of a journal: numbered without holes, dated, sized, and with a digest over its contents.</summary>
internal interface IJournalRow
{
    long Sequence { get; }

    DateTimeOffset At { get; }

    /// <summary>Size of the row, which counts against the limit of bytes.</summary>
    int Bytes { get; }

    /// <summary>Whether the digest matches the contents.</summary>
    bool IsIntact();
}
