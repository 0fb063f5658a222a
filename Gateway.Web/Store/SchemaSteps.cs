namespace Gateway.Web.Store;

/// <summary>
/// The way from an empty file to the present schema. Written out in SQL instead of generated from the model: a step must keep
/// meaning the same when the model has moved on. A new table is a new step here and an entity in <see cref="GatewayDbContext"/>.
/// </summary>
internal static class SchemaSteps
{
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

            -- Two gateways starting at once cannot both make the active key.
            CREATE UNIQUE INDEX SigningKeys_OneActive ON SigningKeys (Algorithm) WHERE RetiredAt IS NULL;
            """),
    ];
}
