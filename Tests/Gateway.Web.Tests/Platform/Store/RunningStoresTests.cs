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
    public async Task What_a_killed_gateway_left_behind_does_not_count()
    {
        var left = Path.Combine(AppContext.BaseDirectory, "running", Guid.NewGuid().ToString("N"));
        await using (var host = new StoreHost(_directory.Path))
        {
            await host.StartAsync();
            File.WriteAllText(left, Database);
            Assert.Equal(2, RunningStores.Find().Count(store => store == Database));
        }

        try
        {
            Assert.True(File.Exists(left));
            Assert.DoesNotContain(Database, RunningStores.Find());
        }
        finally
        {
            File.Delete(left);
        }
    }
}
