using Gateway.Web.Platform.Store;
using Gateway.Web.Streams.Log.Journal;

namespace Gateway.Web.Streams.Feed.Journal;

/// <summary>The steps from an empty file to the journal's current schema. As with the store, a released step never changes.</summary>
internal static class FeedSchemaSteps
{
    /// <summary>Application id in the journal's header, "GWFD".</summary>
    public const long ApplicationId = 0x47574644;

    public static JournalFormat Format => new("feed", ApplicationId, All, "Changes");

    public static IReadOnlyList<SchemaStep> All { get; } =
    [
        new(1, "the feed's changes", """
            CREATE TABLE Meta (
                Key TEXT NOT NULL PRIMARY KEY,
                Value TEXT NOT NULL
            ) WITHOUT ROWID;

            -- One tree and no index: what is torn shows as a hole in the sequence or as a wrong digest.
            CREATE TABLE Changes (
                Sequence INTEGER PRIMARY KEY,
                At INTEGER NOT NULL,
                Kind INTEGER NOT NULL,
                SessionId TEXT NULL,
                SessionTag TEXT NULL,
                SessionName TEXT NULL,
                Owner TEXT NULL,
                Subject TEXT NULL,
                Detail TEXT NULL,
                Data TEXT NULL,
                Bytes INTEGER NOT NULL,
                Digest INTEGER NOT NULL
            );
            """),
    ];
}
