namespace Gateway.Web.Streams.Feed;

/// <summary>Why changes are missing. The reason values are part of the contract with consumers of the feed.</summary>
internal static class FeedHoleReasons
{
    /// <summary>Changes arrived faster than they could be written.</summary>
    public const string InboxFull = "inboxFull";

    /// <summary>Changes could not be written, because the disk was full or failed.</summary>
    public const string NotWritable = "notWritable";

    /// <summary>The journal had lost its last changes when the gateway started.</summary>
    public const string TailLost = "tailLost";

    /// <summary>The journal was missing, or it was damaged and moved aside.</summary>
    public const string JournalLost = "journalLost";

    /// <summary>The previous run of the gateway ended without writing the waiting changes.</summary>
    public const string UncleanEnd = "uncleanEnd";

    public static string DetailOf(string reason) => reason switch
    {
        InboxFull => "Changes arrived faster than they could be written.",
        NotWritable => "Changes could not be written, because the disk was full or failed.",
        TailLost => "The journal's last changes were lost.",
        JournalLost => "The journal was lost.",
        _ => "The gateway ended without closing the journal; changes of its last moments may be missing.",
    };
}
