namespace Gateway.Web.Platform.Store;

/// <summary>
/// The steps from an empty file to the current schema. They are written in SQL and not generated from the model, because a step must
/// not change its meaning when the model changes. A new table needs a new step here and an entity in <see cref="GatewayDbContext"/>.
/// </summary>
internal static class StoreSchema
{
    /// <summary>The application id in the store's header, "GWAY".</summary>
    public const long ApplicationId = 0x47574159;

    public static IReadOnlyList<SchemaStep> All { get; } =
    [
        new(1, "meta data and signing keys", """
            CREATE TABLE Meta (
                Key TEXT NOT NULL PRIMARY KEY,
                Value TEXT NOT NULL
            ) WITHOUT ROWID;

            CREATE TABLE SigningKeys (
                Kid TEXT NOT NULL PRIMARY KEY,
                Algorithm TEXT NOT NULL,
                ProtectedPrivateKey TEXT NOT NULL,
                CreatedAt INTEGER NOT NULL,
                RetiredAt INTEGER NULL
            );

            -- Two gateways that start at the same time cannot both create the active key.
            CREATE UNIQUE INDEX SigningKeys_OneActive ON SigningKeys (Algorithm) WHERE RetiredAt IS NULL;
            """),
        new(2, "tokens and audit trail", """
            -- The data that is needed to list and revoke a token; never the token itself.
            CREATE TABLE Tokens (
                Number INTEGER PRIMARY KEY AUTOINCREMENT,
                TokenId TEXT NOT NULL UNIQUE,
                Subject TEXT NOT NULL,
                Label TEXT NULL,
                Scopes TEXT NOT NULL,
                SessionTags TEXT NOT NULL,
                SessionId TEXT NULL,
                ReadGlobs TEXT NULL,
                WriteGlobs TEXT NULL,
                IssuedAt INTEGER NOT NULL,
                ExpiresAt INTEGER NOT NULL,
                RevokedAt INTEGER NULL,
                RevokedBy TEXT NULL,
                Source TEXT NOT NULL,
                IssuedBy TEXT NOT NULL,
                ParentId TEXT NULL,
                Kid TEXT NOT NULL
            );

            CREATE INDEX Tokens_Parent ON Tokens (ParentId) WHERE ParentId IS NOT NULL;
            CREATE INDEX Tokens_ExpiresAt ON Tokens (ExpiresAt);
            CREATE INDEX Tokens_IssuedBy ON Tokens (IssuedBy);

            CREATE TABLE Audit (
                Id INTEGER PRIMARY KEY AUTOINCREMENT,
                Time INTEGER NOT NULL,
                Subject TEXT NULL,
                TokenId TEXT NULL,
                Action TEXT NOT NULL,
                SessionId TEXT NULL,
                RemoteAddress TEXT NULL,
                Result TEXT NOT NULL,
                Detail TEXT NULL
            );

            CREATE INDEX Audit_Time ON Audit (Time);
            -- When there are too many rows, those without a subject are deleted first.
            CREATE INDEX Audit_Anonymous ON Audit (Id) WHERE Subject IS NULL;
            """),
        new(3, "cursors of the change feed", """
            CREATE TABLE FeedCursors (
                Subject TEXT NOT NULL,
                Name TEXT NOT NULL,
                FeedEpoch TEXT NOT NULL,
                Sequence INTEGER NOT NULL,
                CommittedAt INTEGER NOT NULL,
                PRIMARY KEY (Subject, Name)
            ) WITHOUT ROWID;
            """),
        new(4, "sessions, and how to find their workers after a restart", """
            CREATE TABLE Manifest (
                SessionId TEXT NOT NULL PRIMARY KEY,
                Name TEXT NULL,
                SessionTag TEXT NULL,
                Backend TEXT NOT NULL,
                Owner TEXT NOT NULL,
                CreatedAt INTEGER NOT NULL,
                LeaseSeconds INTEGER NOT NULL,
                CloseWhenDetached INTEGER NOT NULL,
                PipeName TEXT NOT NULL,
                ProtectedNonce TEXT NOT NULL,
                ProcessId INTEGER NOT NULL,
                ProcessStarted TEXT NOT NULL,
                Executable TEXT NOT NULL
            ) WITHOUT ROWID;
            """),
        new(5, "what the client of a session says about itself", """
            ALTER TABLE Manifest ADD COLUMN ClientIdentity TEXT NULL;
            ALTER TABLE Manifest ADD COLUMN CorrelationId TEXT NULL;
            """),
        new(6, "sets of items that users keep under a name", """
            CREATE TABLE ItemSets (
                Subject TEXT NOT NULL,
                Name TEXT NOT NULL,
                Items TEXT NOT NULL,
                ChangedAt INTEGER NOT NULL,
                PRIMARY KEY (Subject, Name)
            ) WITHOUT ROWID;
            """),
    ];
}
