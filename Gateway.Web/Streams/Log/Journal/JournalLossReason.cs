namespace Gateway.Web.Streams.Log.Journal;

internal enum JournalLossReason
{
    /// <summary>The journal had lost its last rows.</summary>
    TailLost,

    /// <summary>The journal was missing, or it was damaged and moved aside.</summary>
    JournalLost,

    /// <summary>The previous run of the gateway did not close the journal.</summary>
    UncleanEnd,
}
