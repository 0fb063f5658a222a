using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Gateway.Web.Store;

/// <summary>Plain statements for the preparation of the file, before the model may be used.</summary>
internal static class SqliteConnectionExtensions
{
    public static void Execute(this SqliteConnection connection, string sql, params (string Name, object Value)[] parameters)
    {
        using var command = connection.Command(sql, parameters);
        command.ExecuteNonQuery();
    }

    public static string? Text(this SqliteConnection connection, string sql, params (string Name, object Value)[] parameters)
    {
        using var command = connection.Command(sql, parameters);
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : null;
    }

    public static long Number(this SqliteConnection connection, string sql)
    {
        using var command = connection.Command(sql, []);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <exception cref="SqliteException">Nothing was committed; the connection can be used again.</exception>
    public static void Commit(this SqliteConnection connection, SqliteTransaction transaction)
    {
        try
        {
            transaction.Commit();
        }
        catch (SqliteException)
        {
            connection.SettleFailedCommit();
            throw;
        }
    }

    /// <summary>
    /// When a commit fails, on a full disk for instance, SQLite has ended the transaction itself. The provider ends it once more,
    /// which fails, hides the reason, and leaves the connection with a transaction for ever: so it is given one to end.
    /// </summary>
    public static void SettleFailedCommit(this SqliteConnection connection)
    {
        if (raw.sqlite3_get_autocommit(connection.Handle) != 0)
        {
            connection.Execute("BEGIN");
        }
    }

    private static SqliteCommand Command(this SqliteConnection connection, string sql, (string Name, object Value)[] parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Every caller passes a constant; values go through parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
