namespace Gateway.Web.Streams.Feed;

/// <summary>Why changes are missing: a contract with whoever evaluates the feed.</summary>
internal static class FeedHoleReasons
{
    /// <summary>They came faster than they could be written.</summary>
    public const string InboxFull = "inboxFull";

    /// <summary>They could not be written: the disk was full or failed.</summary>
    public const string NotWritable = "notWritable";

    /// <summary>The journal's last changes were gone at start.</summary>
    public const string TailLost = "tailLost";

    /// <summary>The journal was gone, or damaged and moved aside.</summary>
    public const string JournalLost = "journalLost";

    /// <summary>The gateway before this one ended without writing what waited.</summary>
    public const string UncleanEnd = "uncleanEnd";

    public static string DetailOf(string reason) => reason switch
    {
        InboxFull => "Changes came faster than they could be written.",
        NotWritable => "Changes could not be written: the disk was full or failed.",
        TailLost => "The journal's last changes were lost.",
        JournalLost => "The journal was lost.",
        _ => "The gateway ended without closing the journal; changes of its last moments may be missing.",
    };
}
