using Microsoft.Data.Sqlite;

namespace Gateway.Web.Platform.Store;

/// <summary>
/// A SQLite file of the gateway. It is created, upgraded or refused; nothing is written to a file of another application. Several
/// processes may prepare the file at the same time: the second waits for the first and finds the file prepared.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="schema">The schema of the file, and the application id in the header that identifies the gateway's files.</param>
internal sealed class SqliteFile(string path, SchemaUpgrader schema)
{
    /// <summary>A connection string. A statement waits for a busy file until the time-out.</summary>
    public string ConnectionString(int busyTimeoutSeconds, SqliteOpenMode mode = SqliteOpenMode.ReadWrite, bool pooling = true)
    {
        var builder = new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, DefaultTimeout = busyTimeoutSeconds };
        if (!pooling)
        {
            builder.Pooling = false;
        }

        return builder.ToString();
    }

    /// <summary>Prepares the file on an open connection, and runs the caller's part in the same transaction.</summary>
    /// <param name="connection">A connection that may create the file.</param>
    /// <param name="checkIntegrity">Whether to read the whole file and refuse it when its structure is damaged.</param>
    /// <param name="created">Called when the schema was created by this call.</param>
    /// <param name="found">Called when the file existed and its schema is up to date.</param>
    /// <exception cref="StoreException">The file cannot be used.</exception>
    public T Prepare<T>(SqliteConnection connection, bool checkIntegrity, Func<SqliteConnection, T> created, Func<SqliteConnection, T> found)
    {
        RefuseForeign(connection);
        if (checkIntegrity && connection.Text("PRAGMA quick_check(1)") is { } finding && finding != "ok")
        {
            throw StoreFaults.Damaged(path, finding);
        }

        // In WAL mode readers do not wait for writers. The mode is stored in the file, so every later connection has it.
        connection.Execute("PRAGMA journal_mode = WAL");
        using var transaction = connection.BeginTransaction();
        var result = IsOurs(connection) ? Upgrade(connection, found) : Create(connection, created);
        transaction.Commit();
        return result;
    }

    /// <exception cref="StoreException">The key is missing.</exception>
    public string ReadMeta(SqliteConnection connection, string key) =>
        connection.Text("SELECT Value FROM Meta WHERE Key = $key", ("$key", key)) ?? throw StoreFaults.Incomplete(path, key);

    public static void WriteMeta(SqliteConnection connection, string key, string value) => connection.Execute(
        "INSERT INTO Meta (Key, Value) VALUES ($key, $value) ON CONFLICT (Key) DO UPDATE SET Value = excluded.Value", ("$key", key), ("$value", value));

    private T Create<T>(SqliteConnection connection, Func<SqliteConnection, T> created)
    {
        schema.Create(connection);
        return created(connection);
    }

    private T Upgrade<T>(SqliteConnection connection, Func<SqliteConnection, T> found)
    {
        schema.Upgrade(connection, path);
        return found(connection);
    }

    private void RefuseForeign(SqliteConnection connection)
    {
        // The checks run in one read transaction, because another process may be creating the file at the same time.
        using var transaction = connection.BeginTransaction(deferred: true);
        if (!IsOurs(connection) && !IsEmpty(connection))
        {
            throw StoreFaults.Foreign(path);
        }
    }

    private bool IsOurs(SqliteConnection connection) =>
        connection.Number("PRAGMA application_id") == schema.ApplicationId;

    private static bool IsEmpty(SqliteConnection connection) =>
        connection.Number("PRAGMA application_id") == 0 && connection.Number("SELECT count(*) FROM sqlite_master") == 0;
}
