using Microsoft.Data.Sqlite;

namespace Gateway.FunctionalTests.Hosting;

/// <summary>A gateway's store, read directly from its files.</summary>
/// <param name="directory">The directory of the store.</param>
internal sealed class StoreOnDisk(string directory)
{
    /// <summary>The sessions and their workers.</summary>
    public IReadOnlyList<(string SessionId, int ProcessId, string Nonce)> Manifest()
    {
        using var connection = new SqliteConnection($"Data Source={directory}/gateway.db;Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT SessionId, ProcessId, ProtectedNonce FROM Manifest ORDER BY CreatedAt";
        using var rows = command.ExecuteReader();
        var found = new List<(string, int, string)>();
        while (rows.Read())
        {
            found.Add((rows.GetString(0), rows.GetInt32(1), rows.GetString(2)));
        }

        return found;
    }

    /// <summary>Changes the store of a gateway that is not running.</summary>
    public void Change(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={directory}/gateway.db;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
