using Gateway.Web.Platform.Store;
using Microsoft.Data.Sqlite;

namespace Gateway.Web.Tests.Fixtures;

/// <summary>
/// Closes the pooled connections of one file, so that it can be replaced or deleted; connections of other tests remain open.
/// </summary>
internal static class TestPools
{
    public static void Clear(string database)
    {
        foreach (var mode in new[] { SqliteOpenMode.ReadWrite, SqliteOpenMode.ReadWriteCreate })
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
            {
                DataSource = database,
                Mode = mode,
                DefaultTimeout = StoreOptions.DefaultBusyTimeoutSeconds,
            }.ToString());
            SqliteConnection.ClearPool(connection);
        }
    }
}
