using Gateway.Web.Platform.Store;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Gateway.Web.Streams.Log.Journal;

/// <summary>Distinguishes a journal that is damaged from one that cannot be read or written at the moment.</summary>
internal static class JournalFaults
{
    /// <summary>SQLITE_IOERR_SHORT_READ: the file is shorter than its header says.</summary>
    private const int ShortRead = 522;

    public static bool IsDamage(Exception error) => SqliteErrorOf(error) is { } sqlite
        ? sqlite.SqliteErrorCode is SQLITE_CORRUPT or SQLITE_NOTADB or SQLITE_FORMAT or SQLITE_ERROR or SQLITE_MISMATCH
            || sqlite.SqliteExtendedErrorCode == ShortRead
        : error is not (IOException or UnauthorizedAccessException or OperationCanceledException);

    public static bool IsFull(Exception error) => SqliteErrorOf(error)?.SqliteErrorCode == SQLITE_FULL
        || (error is IOException && (error.HResult & 0xFFFF) is 0x70 or 0x27 or 28);

    // The store's own checks refuse a file because of its contents, whatever SQLite error is behind the refusal.
    private static SqliteException? SqliteErrorOf(Exception? error)
    {
        while (error is not (null or SqliteException or StoreException))
        {
            error = error.InnerException;
        }

        return error as SqliteException;
    }
}
