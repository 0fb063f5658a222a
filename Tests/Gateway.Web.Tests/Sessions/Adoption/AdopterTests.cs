using System.Security.Cryptography;
using Gateway.Contracts;
using Gateway.Protocol;
using Gateway.Testing;
using Gateway.Web.Access.Audit;
using Gateway.Web.Platform.Store;
using Gateway.Web.Sessions.Adoption;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Sessions.Workers;
using Gateway.Web.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Web.Tests.Sessions.Adoption;

/// <summary>Rows of an earlier gateway in a real store, and workers that try everything to be taken over.</summary>
public sealed class AdopterTests : IAsyncLifetime
{
    private readonly TempDirectory _directory = new();
    private readonly SessionsHost _host = new(("Gateway:Workers:EnableAdoption", "true"));
    private readonly StoreHost _store;

    public AdopterTests() => _store = new StoreHost(_directory.Path);

    public Task InitializeAsync() => _store.StartAsync();

    [Fact]
    public async Task A_worker_that_knows_its_rows_nonce_is_taken_over()
    {
        var (session, worker) = await AdoptAsync(new byte[ProtocolLimits.NonceBytes]);
        await Eventually.Async(() => session.Status.State == SessionState.Ready, "the adoption");
        Assert.False(worker.Exited.IsCompleted);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(ProtocolLimits.NonceBytes - 1)]
    [InlineData(ProtocolLimits.NonceBytes + 1)]
    public async Task A_row_whose_nonce_is_missing_or_of_another_length_is_not_adopted_even_by_a_worker_that_proves_it(int length)
    {
        var (session, worker) = await AdoptAsync(RandomNumberGenerator.GetBytes(length));
        await Eventually.Async(() => session.Status.State is SessionState.Ready or SessionState.Faulted, "the decision");

        Assert.Equal((SessionState.Faulted, "WorkerLost"), (session.Status.State, session.Status.Fault?.Code));
        Assert.Equal(137, await worker.Exited.WithTimeout("the worker's end"));
        await Eventually.Async(
            () => _host.Audit.Entries.Any(entry => entry is { Action: AuditActions.SessionAdopted, Result: "WorkerLost" } && entry.SessionId == session.Identity.SessionId),
            "the entry in the trail");
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _store.DisposeAsync();
        _directory.Dispose();
    }

    private async Task<(Session Session, FakeWorker Worker)> AdoptAsync(byte[] nonce)
    {
        var manifest = new StoredManifest(
            _store.Services.GetRequiredService<IDbContextFactory<GatewayDbContext>>(), _store.Secrets, NullLogger<StoredManifest>.Instance);
        var id = Guid.NewGuid().ToString("N");
        var worker = new FakeWorker(id, $"gateway-test-{id}", nonce);
        _host.Launcher.Add(id, worker);
        await manifest.SaveAsync(new SessionRecord(
            new SessionIdentity(id, "earlier", null, "simulator", "ada", _host.Clock.GetUtcNow().UtcDateTime), 600, false,
            new WorkerRecord($"gateway-test-{id}", nonce, new ProcessIdentity(worker.ProcessId, "fake", "fake"))));
        var leftovers = new LeftoverWorkers(_host.Launcher, _host.Clock, NullLogger<Adopter>.Instance);
        var takeover = new SessionTakeover(
            _host.Sessions, leftovers, _host.WorkerOptions, new AdoptionTrail(_host.Audit, NullLogger<Adopter>.Instance), _host.Clock);
        var adopter = new Adopter(manifest, _host.Sessions, takeover, leftovers, _host.WorkerOptions);
        await adopter.StartAsync(Patience.Token).WithTimeout("the start");
        _ = worker.RunAsync();
        return (_host.Sessions.Find(id)!, worker);
    }
}
