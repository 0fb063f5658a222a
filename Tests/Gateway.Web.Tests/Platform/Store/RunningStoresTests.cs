using Gateway.Testing;
using Gateway.Web.Platform.Store;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Platform.Store;

public sealed class RunningStoresTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private string Database => _directory.File(".data", "gateway.db");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task The_store_of_a_gateway_is_named_as_long_as_the_gateway_runs()
    {
        await using (var host = new StoreHost(_directory.Path))
        {
            await host.StartAsync();
            Assert.Contains(Database, RunningStores.Find());
        }

        Assert.DoesNotContain(Database, RunningStores.Find());
    }

    [Fact]
    public async Task What_a_killed_gateway_left_behind_does_not_count_and_the_next_gateway_removes_it()
    {
        Write(Left, Database);
        Write(Aside, Database);
        Assert.DoesNotContain(Database, RunningStores.Find());

        await using var host = new StoreHost(_directory.Path);
        await host.StartAsync();
        Assert.Single(RunningStores.Find(), store => store == Database);

        // Of two gateways that are left behind, one has no store any more and one a store that nobody uses.
        Write(Left, _directory.File("gone", "gateway.db"));
        Write(Unused, UnusedDatabase);
        await using var next = new StoreHost(Root("next"));
        await next.StartAsync();

        Assert.False(File.Exists(Left) || File.Exists(Aside) || File.Exists(Unused));
        Assert.Contains(Database, RunningStores.Find());
    }

    [Fact]
    public async Task Gateways_that_start_at_once_on_stores_of_killed_ones_remove_nothing_of_each_other()
    {
        await Task.WhenAll(Enumerable.Range(0, 3).Select(number => Task.Run(() => StartAgainAndAgainAsync(Root($"gateway{number}"))))).WithTimeout("the gateways");
    }

    [Fact]
    public async Task A_file_that_is_just_being_written_is_left_alone()
    {
        Write(Left, "");
        await using var host = new StoreHost(_directory.Path);
        await host.StartAsync();

        try
        {
            Assert.True(File.Exists(Left));
        }
        finally
        {
            File.Delete(Left);
        }
    }

    private static async Task StartAgainAndAgainAsync(string root)
    {
        var store = Path.Combine(root, ".data", "gateway.db");
        for (var round = 0; round < 4; round++)
        {
            string file;
            await using (var host = new StoreHost(root))
            {
                await host.StartAsync();
                file = Path.Combine(Running, host.Store.InstanceId);
                // While another one looks at it, it may be put aside for a moment.
                await Eventually.Async(() => File.Exists(file) && RunningStores.Find().Contains(store), "the store of the gateway");
            }

            // As a killed gateway leaves it.
            Write(file, store);
        }
    }

    private string Root(string name) => Directory.CreateDirectory(_directory.File(name)).FullName;

    private string UnusedDatabase => _directory.File("unused", "gateway.db");

    private string Left { get; } = Path.Combine(Running, Guid.NewGuid().ToString("N"));

    private string Unused { get; } = Path.Combine(Running, Guid.NewGuid().ToString("N"));

    private string Aside => $"{Left}.{Guid.NewGuid():N}.left";

    private static string Running => Path.Combine(AppContext.BaseDirectory, "running");

    private static void Write(string file, string store)
    {
        Directory.CreateDirectory(Running);
        File.WriteAllText(file, store);
    }
}
