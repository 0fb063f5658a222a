using Gateway.Testing;
using Gateway.Web.Platform.Store;
using Gateway.Web.Tests.Fixtures;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Web.Tests.Platform.Store;

public sealed class GatewayStoreTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private string File => _directory.File(".data", "gateway.db");

    private string Keys => _directory.File(".data", "keys");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task First_start_creates_the_file_and_its_keys_below_the_content_root()
    {
        await using var host = new StoreHost(_directory.Path);
        await host.StartAsync();

        Assert.True(System.IO.File.Exists(File));
        Assert.NotEmpty(Directory.GetFiles(Keys));
        Assert.Matches("^[0-9a-f]{12}$", host.Store.InstanceId);
    }

    [Fact]
    public async Task Directories_made_for_the_store_are_private()
    {
        await using var host = new StoreHost(_directory.Path);
        await host.StartAsync();

        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode others = (UnixFileMode)0b000_111_111;
            Assert.Equal(UnixFileMode.None, System.IO.File.GetUnixFileMode(Keys) & others);
            Assert.Equal(UnixFileMode.None, System.IO.File.GetUnixFileMode(_directory.File(".data")) & others);
        }
    }

    [Fact]
    public async Task Instance_id_and_secrets_survive_a_restart()
    {
        string id;
        string secret;
        await using (var first = new StoreHost(_directory.Path))
        {
            await first.StartAsync();
            id = first.Store.InstanceId;
            secret = first.Secrets.Protect([1, 2, 3]);
        }

        await using var second = new StoreHost(_directory.Path);
        await second.StartAsync();

        Assert.Equal(id, second.Store.InstanceId);
        Assert.Equal([1, 2, 3], second.Secrets.Unprotect(secret));
    }

    [Fact]
    public async Task File_is_in_write_ahead_mode_and_carries_our_application_id()
    {
        await using var host = new StoreHost(_directory.Path);
        await host.StartAsync();

        Assert.Equal("wal", Query("PRAGMA journal_mode"));
        Assert.Equal(StoreSchema.ApplicationId.ToString(System.Globalization.CultureInfo.InvariantCulture), Query("PRAGMA application_id"));
    }

    [Fact]
    public async Task Schema_steps_make_the_tables_the_model_maps()
    {
        await using var host = new StoreHost(_directory.Path);
        await host.StartAsync();
        await using var database = host.Database();

        database.SigningKeys.Add(new SigningKeyEntry
        {
            Kid = "k",
            Algorithm = "ES256",
            ProtectedPrivateKey = "p",
            CreatedAt = DateTimeOffset.UnixEpoch.AddMilliseconds(5),
            RetiredAt = null,
        });
        await database.SaveChangesAsync(Patience.Token);
        database.ChangeTracker.Clear();

        Assert.Equal($"{StoreSchema.All.Count}", (await database.Meta.SingleAsync(entry => entry.Key == MetaKeys.SchemaVersion, Patience.Token)).Value);
        var key = await database.SigningKeys.SingleAsync(entry => entry.CreatedAt < DateTimeOffset.UnixEpoch.AddSeconds(1), Patience.Token);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddMilliseconds(5), key.CreatedAt);
    }

    [Fact]
    public async Task Several_processes_that_prepare_it_at_once_agree_on_one_store()
    {
        var hosts = Enumerable.Range(0, 6).Select(_ => new StoreHost(_directory.Path, ("Gateway:Store:BusyTimeoutSeconds", "60"))).ToArray();
        try
        {
            await Task.WhenAll(hosts.Select(host => Task.Run(() => host.Store.EnsureReadyAsync(Patience.Token)))).WithTimeout("all of them");

            Assert.Single(hosts.Select(host => host.Store.InstanceId).Distinct());
            var secret = hosts[0].Secrets.Protect([7]);
            Assert.All(hosts, host => Assert.Equal([7], host.Secrets.Unprotect(secret)));
        }
        finally
        {
            foreach (var host in hosts)
            {
                await host.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task Concurrent_writers_wait_for_each_other()
    {
        await using var host = new StoreHost(_directory.Path, ("Gateway:Store:BusyTimeoutSeconds", "60"));
        await host.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 10; i++)
            {
                await using var database = host.Database();
                database.Meta.Add(new MetaEntry { Key = $"{writer}.{i}", Value = "x" });
                await database.SaveChangesAsync(Patience.Token);
            }
        }))).WithTimeout("all writers");

        await using var check = host.Database();
        Assert.Equal(80, await check.Meta.CountAsync(entry => entry.Value == "x", Patience.Token));
    }

    [Fact]
    public async Task A_second_gateway_on_the_store_is_refused_and_told_why_until_the_first_is_gone()
    {
        var first = new StoreHost(_directory.Path);
        await first.StartAsync();
        await using (var second = new StoreHost(_directory.Path))
        {
            var error = await Assert.ThrowsAsync<StoreException>(second.StartAsync);
            Assert.Contains("another gateway runs on it", error.Message, StringComparison.Ordinal);
        }

        await first.DisposeAsync();
        await using var third = new StoreHost(_directory.Path);
        await third.StartAsync();
    }

    [Fact]
    public async Task A_second_gateway_on_a_copy_of_the_store_is_refused()
    {
        await using var first = new StoreHost(_directory.Path);
        await first.Store.EnsureReadyAsync(Patience.Token);
        using var elsewhere = new TempDirectory();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(_directory.Path, ".data"), "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(elsewhere.Path, Path.GetRelativePath(_directory.Path, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            System.IO.File.Copy(file, copy);
        }

        await first.StartAsync();
        await using var second = new StoreHost(elsewhere.Path);
        var error = await Assert.ThrowsAsync<StoreException>(second.StartAsync);
        Assert.Contains("instance id", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Instance_id_before_the_preparation_is_a_bug_that_says_so()
    {
        using var store = new GatewayStore(null!, null!, null!);
        Assert.Throws<InvalidOperationException>(() => store.InstanceId);
    }

    private string? Query(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
