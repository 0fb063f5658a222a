using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Gateway.Web.Platform.Store;

/// <summary>The faults that a store can have, each with its remedy.</summary>
internal static class StoreFaults
{
    private const string RestoreOrMove =
        "Restore it and its 'keys' directory from a backup, or move both away to start with an empty store.";

    public static StoreException From(string file, SqliteException error) => error.SqliteErrorCode switch
    {
        SQLITE_NOTADB => new StoreException(
            file, "it is not a SQLite database.", "Set Gateway:Store:Path to another file, or restore the file from a backup.", error),
        SQLITE_CORRUPT => Damaged(file, error.Message, error),
        SQLITE_CANTOPEN => new StoreException(
            file, "it cannot be opened.", "Check that the path is a file and that the gateway's account may read and write it.", error),
        SQLITE_READONLY or SQLITE_PERM => new StoreException(
            file, "it is read-only.", "Let the gateway's account write to the file and to its directory.", error),
        SQLITE_BUSY or SQLITE_LOCKED => new StoreException(
            file, "another process has locked it.", "Stop the other process, or raise Gateway:Store:BusyTimeoutSeconds.", error),
        SQLITE_FULL => new StoreException(file, "the disk is full.", "Free some disk space.", error),
        _ => new StoreException(file, error.Message, "Check the disk and the rights of the file.", error),
    };

    public static StoreException Damaged(string file, string finding, Exception? inner = null) =>
        new(file, $"it is damaged ({finding}).", RestoreOrMove, inner);

    public static StoreException Foreign(string file) =>
        new(file, "it is a database of another application.", "Set Gateway:Store:Path to another file.");

    public static StoreException InUse(string file, Exception inner) => new(
        file, "another gateway runs on it.", "Stop the other gateway first, or set Gateway:Store:Path so that this gateway has its own store.", inner);

    public static StoreException SameInstance(string file, string instanceId) => new(
        file,
        $"another gateway on this machine runs with the same instance id {instanceId}, on a copy of this store.",
        "Stop the other gateway first, or let this gateway create a new store: a copy may replace a lost store, but two gateways must not run on copies of one store.");

    public static StoreException NoRights(string file, Exception inner) => new(
        file, "the gateway's account may not write to it.", "Let the gateway's account write to the file and to its directory.", inner);

    public static StoreException Newer(string file, int found, int known) => new(
        file,
        $"its schema version is {found}, but this gateway knows versions up to {known} only.",
        "Run the newer version of the gateway, or restore a backup that was made before the upgrade.");

    public static StoreException Incomplete(string file, string what) =>
        new(file, $"it is incomplete ({what}).", RestoreOrMove);

    public static StoreException LostDatabase(string file, string keys) => new(
        file,
        $"it is missing or empty although its keys exist in '{keys}', so it has been lost.",
        "Restore it from a backup, or remove the keys as well to start with an empty store. Each store needs a directory of its own.");

    public static StoreException LostKeys(string file, string keys, Exception? inner = null) => new(
        file,
        $"its secrets cannot be read with the keys in '{keys}'; the keys have been lost or replaced.",
        "Restore that directory from the same backup as the database (on Windows the keys can be read only on the machine that created them), "
        + "or move both away to start with an empty store.",
        inner);
}
