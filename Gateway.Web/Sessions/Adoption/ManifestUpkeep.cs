namespace Gateway.Web.Sessions.Adoption;

/// <summary>Removes the rows of ended sessions that the store did not take at the time, so that a later crash does not bring them back.</summary>
internal sealed class ManifestUpkeep(StoredManifest manifest, TimeProvider time) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryAsync();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task TryAsync()
    {
        try
        {
            await manifest.RemoveOwedAsync();
        }
        catch (Exception)
        {
            // The failure was logged when the session ended, and readiness reports it. The gateway must not end because of it.
        }
    }
}
