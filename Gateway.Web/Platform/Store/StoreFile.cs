using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Platform.Store;

/// <summary>Prepares the store's file: creates it, upgrades it, or refuses it. A file that exists is never replaced.</summary>
internal sealed class StoreFile(StorePaths paths, IOptions<StoreOptions> options, SecretProtector protector, ILogger<StoreFile> logger)
{
    private static readonly byte[] ProtectionCheck = "gateway"u8.ToArray();

    private readonly SchemaUpgrader _schema = new(StoreSchema.ApplicationId, StoreSchema.All, logger);

    private SqliteFile File => new(paths.Database, _schema);

    /// <summary>The connection string of the prepared file.</summary>
    public string ConnectionString(SqliteOpenMode mode = SqliteOpenMode.ReadWrite) => File.ConnectionString(options.Value.BusyTimeoutSeconds, mode);

    /// <returns>The instance id.</returns>
    /// <exception cref="StoreException">The file cannot be used.</exception>
    public string Prepare()
    {
        var path = paths.Database;
        EnsureDirectory();
        PrivateFile.EnsureDatabase(path, logger);
        try
        {
            using var connection = new SqliteConnection(ConnectionString(SqliteOpenMode.ReadWriteCreate));
            connection.Open();
            var id = File.Prepare(connection, options.Value.CheckIntegrityAtStart, Created, Found);
            logger.StoreOpened(path, id);
            return id;
        }
        catch (SqliteException error)
        {
            throw StoreFaults.From(path, error);
        }
    }

    /// <exception cref="StoreException">The directory of the store cannot be created.</exception>
    public void EnsureDirectory()
    {
        try
        {
            PrivateDirectory.Ensure(paths.Directory);
            PrivateFile.Ensure(paths.Lock, logger);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(paths.Database, "its directory cannot be created.", "Check the path and its rights.", error);
        }
    }

    private string Created(SqliteConnection connection)
    {
        if (paths.HasKeys)
        {
            throw StoreFaults.LostDatabase(paths.Database, paths.Keys);
        }

        var id = RandomNumberGenerator.GetHexString(12, lowercase: true);
        SqliteFile.WriteMeta(connection, MetaKeys.InstanceId, id);
        // The check is written inside the transaction, so that only the process that creates the file creates the keys.
        SqliteFile.WriteMeta(connection, MetaKeys.ProtectionCheck, protector.Protect(ProtectionCheck));
        logger.StoreIsNew(paths.Database);
        return id;
    }

    private string Found(SqliteConnection connection)
    {
        RefuseLostKeys(connection);
        return File.ReadMeta(connection, MetaKeys.InstanceId);
    }

    private void RefuseLostKeys(SqliteConnection connection)
    {
        var check = File.ReadMeta(connection, MetaKeys.ProtectionCheck);
        // The keys are searched first, because the framework would create a new key when there is none.
        if (!paths.HasKeys || !protector.Unprotect(check).AsSpan().SequenceEqual(ProtectionCheck))
        {
            throw StoreFaults.LostKeys(paths.Database, paths.Keys);
        }
    }
}
