using Gateway.Web.Platform.Store;
using Gateway.Web.Tests.Fixtures;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Web.Tests.Platform.Store;

public sealed class SchemaUpgradeTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_store_of_version_1_is_upgraded_in_place_and_keeps_what_it_had()
    {
        await using (var first = new StoreHost(_directory.Path))
        {
            await first.StartAsync();
        }

        TakeBackToVersion1();
        await using var host = new StoreHost(_directory.Path);
        await host.StartAsync();
        await using var database = host.Database();

        Assert.Equal("kept", (await database.Meta.SingleAsync(entry => entry.Key == "test", Patience.Token)).Value);
        Assert.Empty(await database.Tokens.ToListAsync(Patience.Token));
        Assert.Empty(await database.Audit.ToListAsync(Patience.Token));
        Assert.Equal($"{StoreSchema.All.Count}", (await database.Meta.SingleAsync(entry => entry.Key == MetaKeys.SchemaVersion, Patience.Token)).Value);
    }

    // The tables and the version that only step 1 makes, in a file with this machine's keys.
    private void TakeBackToVersion1()
    {
        var file = _directory.File(".data", "gateway.db");
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        var id = connection.Text("SELECT Value FROM Meta WHERE Key = 'instance.id'")!;
        var check = connection.Text("SELECT Value FROM Meta WHERE Key = 'protection.check'")!;
        foreach (var table in Tables(connection))
        {
            connection.Execute($"DROP TABLE {table}");
        }

        connection.Execute(StoreSchema.All[0].Sql);
        foreach (var (key, value) in new[] { ("instance.id", id), ("protection.check", check), ("schema.version", "1"), ("test", "kept") })
        {
            connection.Execute("INSERT INTO Meta (Key, Value) VALUES ($key, $value)", ("$key", key), ("$value", value));
        }
    }

    private static List<string> Tables(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
        using var reader = command.ExecuteReader();
        var names = new List<string>();
        while (reader.Read())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }
}
