using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Gateway.Web.Platform.Store;

/// <summary>What can be wrong with the store, each with its remedy.</summary>
internal static class StoreFaults
{
    private const string RestoreOrMove =
        "Restore it and its 'keys' directory from a backup, or move both away to start with an empty store.";

    public static StoreException From(string file, SqliteException error) => error.SqliteErrorCode switch
    {
        SQLITE_NOTADB => new StoreException(
            file, "it is not a SQLite database.", "Point Gateway:Store:Path elsewhere, or restore the file from a backup.", error),
        SQLITE_CORRUPT => Damaged(file, error.Message, error),
        SQLITE_CANTOPEN => new StoreException(
            file, "it cannot be opened.", "Check that the path is a file and that the gateway's account may read and write it.", error),
        SQLITE_READONLY or SQLITE_PERM => new StoreException(
            file, "it is read-only.", "Let the gateway's account write to the file and to its directory.", error),
        SQLITE_BUSY or SQLITE_LOCKED => new StoreException(
            file, "another process holds it locked.", "Stop the other process, or raise Gateway:Store:BusyTimeoutSeconds.", error),
        SQLITE_FULL => new StoreException(file, "the disk is full.", "Free some space.", error),
        _ => new StoreException(file, error.Message, "Check the disk and the file's rights.", error),
    };

    public static StoreException Damaged(string file, string finding, Exception? inner = null) =>
        new(file, $"it is damaged ({finding}).", RestoreOrMove, inner);

    public static StoreException Foreign(string file) =>
        new(file, "it is a database of another application.", "Point Gateway:Store:Path elsewhere.");

    public static StoreException InUse(string file, Exception inner) => new(
        file, "another gateway runs on it.", "Stop that one first, or give this one a store of its own with Gateway:Store:Path.", inner);

    public static StoreException SameInstance(string file, string instanceId) => new(
        file,
        $"another gateway runs under its instance id {instanceId}, on a copy of it.",
        "Stop that one first, or let this one make a new store: a copy is for restoring, not for a second gateway.");

    public static StoreException NoRights(string file, Exception inner) => new(
        file, "it may not be written.", "Let the gateway's account write to the file and to its directory.", inner);

    public static StoreException Newer(string file, int found, int known) => new(
        file,
        $"its schema version is {found}, this gateway knows up to {known}.",
        "Run the newer gateway, or restore a backup made before the upgrade.");

    public static StoreException Incomplete(string file, string what) =>
        new(file, $"it is incomplete ({what}).", RestoreOrMove);

    public static StoreException LostDatabase(string file, string keys) => new(
        file,
        $"it is missing or empty although its keys exist in '{keys}', so it has been lost.",
        "Restore it from a backup, or remove the keys as well to start with an empty store. Each store needs a directory of its own.");

    public static StoreException LostKeys(string file, string keys, Exception? inner = null) => new(
        file,
        $"its secrets cannot be read with the keys in '{keys}'; the keys have been lost or replaced.",
        "Restore that directory from the backup the database belongs to (on Windows also run under the same account), "
        + "or move both away to start with an empty store.",
        inner);
}
