using Gateway.Errors;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Gateway.Web.Platform.Store;

/// <summary>
/// Distinguishes faults that pass, such as a full disk or a file that another process has locked, from faults that stay, such as
/// damage.
/// </summary>
internal static class StoreTrouble
{
    private const int RetryAfterMs = 5_000;

    /// <returns>The error for the caller; null when the error is not a passing fault of the store.</returns>
    public static GatewayException? From(Exception error) => CauseOf(error) is { } cause
        ? new GatewayException(
            GatewayErrorCode.StoreUnavailable, $"The gateway's store is not available: {cause}. The request had no effect; try again later.", RetryAfterMs, error)
        : null;

    /// <returns>Why the store is not available for the moment; null when the error is not a passing fault of the store.</returns>
    public static string? CauseOf(Exception? error) => error switch
    {
        null => null,
        SqliteException sqlite => sqlite.SqliteErrorCode switch
        {
            SQLITE_BUSY or SQLITE_LOCKED => "another process has locked it",
            SQLITE_FULL => "the disk is full",
            SQLITE_IOERR => "reading or writing the disk failed",
            SQLITE_READONLY or SQLITE_PERM or SQLITE_CANTOPEN => "the gateway's account may not write to it",
            _ => null,
        },
        _ => CauseOf(error.InnerException),
    };
}
