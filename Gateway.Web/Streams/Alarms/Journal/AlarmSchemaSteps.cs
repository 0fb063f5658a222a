using Gateway.Web.Platform.Store;
using Gateway.Web.Streams.Log.Journal;

namespace Gateway.Web.Streams.Alarms.Journal;

/// <summary>The steps from an empty file to the log's current schema. As with the store, a released step never changes.</summary>
internal static class AlarmSchemaSteps
{
    /// <summary>Application id in the log's header, "GWAL".</summary>
    public const long ApplicationId = 0x4757414C;

    public static JournalFormat Format => new("alarms", ApplicationId, All, "Transitions") { Verify = connection => AlarmTrackTable.ReadAll(connection) };

    public static IReadOnlyList<SchemaStep> All { get; } =
    [
        new(1, "alarms and their transitions", """
            CREATE TABLE Meta (
                Key TEXT NOT NULL PRIMARY KEY,
                Value TEXT NOT NULL
            ) WITHOUT ROWID;

            -- One tree and no index: what is torn shows as a hole in the sequence or as a wrong digest.
            CREATE TABLE Transitions (
                Sequence INTEGER PRIMARY KEY,
                At INTEGER NOT NULL,
                Data TEXT NOT NULL,
                Bytes INTEGER NOT NULL,
                Digest INTEGER NOT NULL
            );

            -- The alarms as they are after the last transition.
            CREATE TABLE Tracks (
                Reference TEXT NOT NULL PRIMARY KEY,
                Data TEXT NOT NULL,
                Digest INTEGER NOT NULL
            ) WITHOUT ROWID;
            """),
    ];
}
