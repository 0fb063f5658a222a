using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Store;

/// <summary>
/// Makes the file ready: creates or upgrades it, or refuses it. A file that exists is never replaced, and nothing is written to
/// one that is not ours. Several processes may do this at once: the second waits for the first and finds its work.
/// </summary>
internal sealed class StoreFile(StorePaths paths, IOptions<StoreOptions> options, SecretProtector protector, ILogger<StoreFile> logger)
{
    private static readonly byte[] ProtectionCheck = "gateway"u8.ToArray();

    private readonly SchemaUpgrader _schema = new(SchemaSteps.All, logger);

    /// <summary>The connection string of the prepared file. A statement retries a busy file until the time-out.</summary>
    public string ConnectionString(SqliteOpenMode mode = SqliteOpenMode.ReadWrite) => new SqliteConnectionStringBuilder
    {
        DataSource = paths.Database,
        Mode = mode,
        DefaultTimeout = options.Value.BusyTimeoutSeconds,
    }.ToString();

    /// <returns>The instance id.</returns>
    /// <exception cref="StoreException">The file cannot be used.</exception>
    public string Prepare()
    {
        var file = paths.Database;
        EnsureDirectory(file);
        try
        {
            using var connection = new SqliteConnection(ConnectionString(SqliteOpenMode.ReadWriteCreate));
            connection.Open();
            RefuseForeign(connection, file);
            RefuseDamaged(connection, file);
            return Migrate(connection, file);
        }
        catch (SqliteException error)
        {
            throw StoreFaults.From(file, error);
        }
    }

    private void EnsureDirectory(string file)
    {
        try
        {
            PrivateDirectory.Ensure(paths.Directory);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(file, "its directory cannot be made.", "Check the path and its rights.", error);
        }
    }

    private static void RefuseForeign(SqliteConnection connection, string file)
    {
        // One read transaction: another process may be creating the file at this moment.
        using var transaction = connection.BeginTransaction(deferred: true);
        if (!IsOurs(connection) && !IsEmpty(connection))
        {
            throw StoreFaults.Foreign(file);
        }
    }

    private void RefuseDamaged(SqliteConnection connection, string file)
    {
        if (options.Value.CheckIntegrityAtStart && connection.Text("PRAGMA quick_check(1)") is { } finding && finding != "ok")
        {
            throw StoreFaults.Damaged(file, finding);
        }
    }

    private string Migrate(SqliteConnection connection, string file)
    {
        // Readers do not wait for writers. The mode is kept in the file, so every later connection has it.
        connection.Execute("PRAGMA journal_mode = WAL");
        using var transaction = connection.BeginTransaction();
        var id = IsOurs(connection) ? Upgrade(connection, file) : Create(connection, file);
        transaction.Commit();
        return id;
    }

    private string Create(SqliteConnection connection, string file)
    {
        if (paths.HasKeys)
        {
            throw StoreFaults.LostDatabase(file, paths.Keys);
        }

        var id = RandomNumberGenerator.GetHexString(12, lowercase: true);
        _schema.Create(connection);
        WriteMeta(connection, MetaKeys.InstanceId, id);
        // Inside the transaction: the keys are made by whoever makes the file, and by nobody else.
        WriteMeta(connection, MetaKeys.ProtectionCheck, protector.Protect(ProtectionCheck));
        logger.StoreCreated(file, id);
        return id;
    }

    private string Upgrade(SqliteConnection connection, string file)
    {
        _schema.Upgrade(connection, file);
        if (!protector.Unprotect(ReadMeta(connection, MetaKeys.ProtectionCheck, file)).AsSpan().SequenceEqual(ProtectionCheck))
        {
            throw StoreFaults.LostKeys(file, paths.Keys);
        }

        var id = ReadMeta(connection, MetaKeys.InstanceId, file);
        logger.StoreOpened(file, id);
        return id;
    }

    private static bool IsOurs(SqliteConnection connection) =>
        connection.Number("PRAGMA application_id") == SchemaUpgrader.ApplicationId;

    private static bool IsEmpty(SqliteConnection connection) =>
        connection.Number("PRAGMA application_id") == 0 && connection.Number("SELECT count(*) FROM sqlite_master") == 0;

    private static void WriteMeta(SqliteConnection connection, string key, string value) =>
        connection.Execute("INSERT INTO Meta (Key, Value) VALUES ($key, $value)", ("$key", key), ("$value", value));

    private static string ReadMeta(SqliteConnection connection, string key, string file) =>
        connection.Text("SELECT Value FROM Meta WHERE Key = $key", ("$key", key)) ?? throw StoreFaults.Incomplete(file, key);
}
