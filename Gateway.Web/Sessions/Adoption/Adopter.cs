using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Sessions.Workers;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Adoption;

/// <summary>
/// Adopts the sessions of an earlier gateway when this one starts. They are listed before any client can connect, so that no client is
/// told that its session does not exist; their workers connect while the gateway is already serving. A session that cannot be adopted
/// is ended, and so is its worker if the process is certainly the worker.
/// </summary>
internal sealed class Adopter(
    StoredManifest manifest, SessionManager sessions, SessionTakeover takeover, LeftoverWorkers leftovers, IOptions<WorkerOptions> options)
    : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _adopting = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var rows = (await manifest.ReadAllAsync(cancellationToken)).Select(manifest.RowOf).ToArray();
        if (options.Value.EnableAdoption)
        {
            _adopting = Task.WhenAll(rows.Select(row => (Row: row, Session: sessions.Restore(row))).ToArray()
                .Select(pair => takeover.RunAsync(pair.Session, pair.Row, _stopping.Token)));
        }
        else
        {
            await Task.WhenAll(rows.Select(EndLeftoverAsync));
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _adopting;
    }

    public void Dispose() => _stopping.Dispose();

    private async Task EndLeftoverAsync(SessionRecord row)
    {
        await leftovers.EndUnwantedAsync(row);
        await manifest.RemoveAsync(row.Identity.SessionId);
    }
}
