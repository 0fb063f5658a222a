using Microsoft.Data.Sqlite;

namespace Gateway.Web.Tests.Platform.Store;

/// <summary>Every row of every table of a SQLite file, as text.</summary>
internal static class TableRows
{
    /// <summary>Reads the file without writing to it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="columnsOf">The tables and columns to read; those of the file when it is null.</param>
    public static IReadOnlyDictionary<string, string[]> Read(string file, IReadOnlyDictionary<string, string[]>? columnsOf = null)
    {
        using var connection = Open(file);
        return (columnsOf ?? ColumnsOf(connection)).ToDictionary(
            table => table.Key, table => Query(connection, $"SELECT {string.Join(", ", table.Value)} FROM {table.Key} ORDER BY 1, 2"));
    }

    public static IReadOnlyDictionary<string, string[]> Columns(string file)
    {
        using var connection = Open(file);
        return ColumnsOf(connection);
    }

    private static Dictionary<string, string[]> ColumnsOf(SqliteConnection connection) =>
        Query(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
            .ToDictionary(table => table, table => Query(connection, $"SELECT name FROM pragma_table_info('{table}')"));

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static string[] Query(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The names come from the file's own schema.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)));
        }

        return [.. rows];
    }
}
