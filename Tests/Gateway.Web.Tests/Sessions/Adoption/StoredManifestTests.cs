using Gateway.Protocol;
using Gateway.Web.Platform.Store;
using Gateway.Web.Sessions.Adoption;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Sessions.Workers;
using Gateway.Web.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Web.Tests.Sessions.Adoption;

public sealed class StoredManifestTests
{
    [Fact]
    public async Task A_row_that_is_saved_again_takes_the_place_of_the_former_and_one_that_is_removed_is_gone()
    {
        using var directory = new TempDirectory();
        await using var host = new StoreHost(directory.Path);
        await host.StartAsync();
        var manifest = new StoredManifest(
            host.Services.GetRequiredService<IDbContextFactory<GatewayDbContext>>(), host.Secrets, NullLogger<StoredManifest>.Instance);

        await manifest.SaveAsync(Row("s1", "line-1"));
        await manifest.SaveAsync(Row("s2", null));
        await manifest.SaveAsync(Row("s1", "line-2"));
        await manifest.RemoveAsync("s2");

        var row = manifest.RowOf(Assert.Single(await manifest.ReadAllAsync(Patience.Token)));
        var expected = Row("s1", "line-2");
        Assert.Equal(expected.Worker.Nonce, row.Worker.Nonce);
        Assert.Equal(expected with { Worker = expected.Worker with { Nonce = [] } }, row with { Worker = row.Worker with { Nonce = [] } });
    }

    private static SessionRecord Row(string sessionId, string? tag)
    {
        var nonce = Enumerable.Range(0, ProtocolLimits.NonceBytes).Select(i => (byte)i).ToArray();
        return new SessionRecord(
            new SessionIdentity(sessionId, "historian", tag, "simulator", "ada", DateTime.UnixEpoch.AddDays(1)) { ClientIdentity = "hall3-pc7", CorrelationId = "order-1" }, 600, true,
            new WorkerRecord($"pipe-{sessionId}", nonce, new ProcessIdentity(7, "boot/1", "/opt/worker")));
    }
}
