using Gateway.Web.Platform.Periodic;

namespace Gateway.Web.Sessions.Adoption;

/// <summary>Removes the rows of ended sessions that the store did not take at the time, so that a later crash does not bring them back.</summary>
internal sealed class ManifestUpkeep(StoredManifest manifest, TimeProvider time, ILogger<ManifestUpkeep> logger) : PeriodicService(time, logger)
{
    protected override TimeSpan Interval => TimeSpan.FromSeconds(5);

    public override Task RunOnceAsync(CancellationToken cancellationToken) => manifest.RemoveOwedAsync();
}
