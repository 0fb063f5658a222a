using Gateway.Errors;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Gateway.Web.Platform.Store;

/// <summary>Tells what passes, such as a full disk or another process that holds the file, from what stays, such as damage.</summary>
internal static class StoreTrouble
{
    private const int RetryAfterMs = 5_000;

    /// <returns>What a caller is told; null when the error is another one.</returns>
    public static GatewayException? From(Exception error) => CauseOf(error) is { } cause
        ? new GatewayException(
            GatewayErrorCode.StoreUnavailable, $"The gateway's store is not available: {cause}. Nothing was done; try again later.", RetryAfterMs, error)
        : null;

    /// <returns>Why the store is not available for the moment; null when the error is another one.</returns>
    public static string? CauseOf(Exception? error) => error switch
    {
        null => null,
        SqliteException sqlite => sqlite.SqliteErrorCode switch
        {
            SQLITE_BUSY or SQLITE_LOCKED => "another process holds it",
            SQLITE_FULL => "the disk is full",
            SQLITE_IOERR => "the disk does not take or give its data",
            SQLITE_READONLY or SQLITE_PERM or SQLITE_CANTOPEN => "the gateway's account may not write it",
            _ => null,
        },
        _ => CauseOf(error.InnerException),
    };
}
