using System.Security.Cryptography;
using Gateway.Testing;
using Gateway.Web.Access.Keys;
using Gateway.Web.Platform.Store;
using Gateway.Web.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Web.Tests.Access.Keys;

public sealed class SigningKeyRingTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Key_is_made_once_and_survives_a_restart()
    {
        string first;
        await using (var host = new StoreHost(_directory.Path))
        {
            using var ring = await LoadAsync(host);
            first = ring.Active.Key.KeyId;
        }

        await using var again = new StoreHost(_directory.Path);
        using var reloaded = await LoadAsync(again);

        Assert.Equal(first, reloaded.Active.Key.KeyId);
        Assert.Single(reloaded.ValidationKeys);
    }

    [Fact]
    public async Task Starts_at_once_agree_on_the_active_key()
    {
        var hosts = Enumerable.Range(0, 5).Select(_ => new StoreHost(_directory.Path, ("Gateway:Store:BusyTimeoutSeconds", "60"))).ToArray();
        var rings = await Task.WhenAll(hosts.Select(host => Task.Run(() => LoadAsync(host)))).WithTimeout("all rings");

        Assert.Single(rings.Select(ring => ring.Active.Key.KeyId).Distinct());

        foreach (var (host, ring) in hosts.Zip(rings))
        {
            ring.Dispose();
            await host.DisposeAsync();
        }
    }

    [Fact]
    public async Task Retired_key_still_verifies_but_another_signs()
    {
        await using var host = new StoreHost(_directory.Path);
        using var before = await LoadAsync(host);
        await using (var database = host.Database())
        {
            (await database.SigningKeys.SingleAsync(Patience.Token)).RetiredAt = DateTimeOffset.UnixEpoch;
            await database.SaveChangesAsync(Patience.Token);
        }

        using var after = await LoadAsync(host);

        Assert.NotEqual(before.Active.Key.KeyId, after.Active.Key.KeyId);
        Assert.NotNull(after.Find(before.Active.Key.KeyId));
    }

    [Fact]
    public async Task Private_key_is_not_readable_in_the_store()
    {
        await using var host = new StoreHost(_directory.Path);
        using var ring = await LoadAsync(host);
        await using var database = host.Database();

        var stored = Convert.FromBase64String((await database.SigningKeys.SingleAsync(Patience.Token)).ProtectedPrivateKey);

        using var key = ECDsa.Create();
        Assert.ThrowsAny<CryptographicException>(() => key.ImportPkcs8PrivateKey(stored, out _));
    }

    [Fact]
    public async Task A_stored_key_that_was_changed_stops_the_start()
    {
        await using var host = new StoreHost(_directory.Path);
        using (await LoadAsync(host))
        {
        }

        await using (var database = host.Database())
        {
            await database.Database.ExecuteSqlRawAsync("UPDATE SigningKeys SET ProtectedPrivateKey = 'AAAA'", Patience.Token);
        }

        await Assert.ThrowsAsync<StoreException>(() => LoadAsync(host));
    }

    private static async Task<SigningKeyRing> LoadAsync(StoreHost host)
    {
        var contexts = host.Services.GetRequiredService<IDbContextFactory<GatewayDbContext>>();
        var ring = new SigningKeyRing(host.Store, contexts, host.Secrets, TimeProvider.System, NullLogger<SigningKeyRing>.Instance);
        await ring.LoadAsync(Patience.Token).WithTimeout("load of the keys");
        return ring;
    }
}
