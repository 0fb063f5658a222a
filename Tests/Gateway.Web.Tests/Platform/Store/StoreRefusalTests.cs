using Gateway.Web.Platform.Store;
using Gateway.Web.Tests.Fixtures;
using Microsoft.Data.Sqlite;

namespace Gateway.Web.Tests.Platform.Store;

public sealed class StoreRefusalTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private string File => _directory.File(".data", "gateway.db");

    private string Keys => _directory.File(".data", "keys");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_left_alone()
    {
        Directory.CreateDirectory(_directory.File(".data"));
        var text = string.Concat(Enumerable.Repeat("not a database\n", 200));
        await System.IO.File.WriteAllTextAsync(File, text, Patience.Token);

        await RefusedAsync("not a SQLite database");

        Assert.Equal(text, await System.IO.File.ReadAllTextAsync(File, Patience.Token));
    }

    [Fact]
    public async Task A_database_of_another_application_is_refused_and_left_alone()
    {
        Directory.CreateDirectory(_directory.File(".data"));
        Execute("CREATE TABLE Orders (Id INTEGER)");
        var before = await System.IO.File.ReadAllBytesAsync(File, Patience.Token);

        await RefusedAsync("another application");

        Assert.Equal(before, await System.IO.File.ReadAllBytesAsync(File, Patience.Token));
        Assert.False(Directory.Exists(Keys));
    }

    [Fact]
    public async Task A_damaged_file_is_refused()
    {
        await CreateAsync();
        Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        var bytes = await System.IO.File.ReadAllBytesAsync(File, Patience.Token);
        Array.Fill(bytes, (byte)0xA5, 4096, bytes.Length - 4096);
        await System.IO.File.WriteAllBytesAsync(File, bytes, Patience.Token);

        await RefusedAsync("damaged");
    }

    [Fact]
    public async Task A_truncated_file_is_refused()
    {
        await CreateAsync();
        Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        await using (var stream = System.IO.File.OpenWrite(File))
        {
            stream.SetLength(4096);
        }

        await RefusedAsync("damaged");
    }

    [Fact]
    public async Task A_file_that_was_emptied_is_refused()
    {
        await CreateAsync();
        await System.IO.File.WriteAllBytesAsync(File, [], Patience.Token);

        await RefusedAsync("lost");
    }

    [Fact]
    public async Task A_missing_file_whose_keys_exist_is_refused()
    {
        await CreateAsync();
        System.IO.File.Delete(File);

        await RefusedAsync("lost");
    }

    [Fact]
    public async Task Lost_keys_are_detected_at_start()
    {
        await CreateAsync();
        Directory.Delete(Keys, recursive: true);

        await RefusedAsync("keys have been lost");

        Assert.False(Directory.Exists(Keys));
    }

    [Fact]
    public async Task Keys_of_another_store_are_detected_at_start()
    {
        await CreateAsync();
        using var other = new TempDirectory();
        await using (var host = new StoreHost(other.Path))
        {
            await host.StartAsync();
        }

        Directory.Delete(Keys, recursive: true);
        Directory.Move(other.File(".data", "keys"), Keys);

        await RefusedAsync("keys have been lost");
    }

    [Fact]
    public async Task A_file_of_a_newer_gateway_is_refused()
    {
        await CreateAsync();
        Execute($"UPDATE Meta SET Value = '999' WHERE Key = '{MetaKeys.SchemaVersion}'");

        await RefusedAsync("999");
    }

    [Theory]
    [InlineData(MetaKeys.SchemaVersion)]
    [InlineData(MetaKeys.InstanceId)]
    [InlineData(MetaKeys.ProtectionCheck)]
    public async Task A_file_without_a_needed_entry_is_refused(string key)
    {
        await CreateAsync();
        Execute($"DELETE FROM Meta WHERE Key = '{key}'");

        await RefusedAsync(key);
    }

    [Fact]
    public async Task A_directory_in_place_of_the_file_is_refused()
    {
        Directory.CreateDirectory(File);

        await RefusedAsync("cannot be opened");
    }

    [Fact]
    public async Task A_file_locked_by_another_process_is_refused_after_the_busy_time_out()
    {
        await CreateAsync();
        await using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        await connection.OpenAsync(Patience.Token);
        await using var transaction = await connection.BeginTransactionAsync(Patience.Token);

        await RefusedAsync("locked", ("Gateway:Store:BusyTimeoutSeconds", "1"));
    }

    private async Task CreateAsync()
    {
        await using var host = new StoreHost(_directory.Path);
        await host.StartAsync();
    }

    private async Task RefusedAsync(string problem, params (string Key, string Value)[] settings)
    {
        await using var host = new StoreHost(_directory.Path, settings);
        var error = await Assert.ThrowsAsync<StoreException>(host.StartAsync);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.Contains(File, error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Remedy);
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Texts of this test.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
