using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Protocol;
using Gateway.Web.Access.Audit;
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
    StoredManifest manifest, SessionManager sessions, WorkerSupervisor supervisor, IWorkerLauncher launcher, IOptions<WorkerOptions> options, IAudit audit,
    TimeProvider time, ILogger<Adopter> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stopping = new();
    private Task _adopting = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var rows = (await manifest.ReadAllAsync(cancellationToken)).Select(manifest.RowOf).ToArray();
        if (options.Value.EnableAdoption)
        {
            _adopting = Task.WhenAll(rows.Select(row => (Row: row, Session: sessions.Restore(row))).ToArray()
                .Select(pair => AdoptAsync(pair.Session, pair.Row)));
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

    private async Task AdoptAsync(Session session, SessionRecord row)
    {
        await Task.Yield();
        var began = time.GetTimestamp();
        try
        {
            if (WhyNot(row) is { } reason)
            {
                await EndAsync(row.Worker.Process);
                await session.Life.LoseAsync(reason);
                throw new GatewayException(GatewayErrorCode.WorkerLost, reason);
            }

            await session.Life.AdoptAsync(supervisor, row.Worker, _stopping.Token);
            logger.Adopted(session.Identity.SessionId, time.GetElapsedTime(began).TotalMilliseconds, session.Distributor.Range.Latest);
            Record(session, AuditEntry.Ok, null);
            await AskAsync(session);
        }
        catch (OperationCanceledException)
        {
            // The gateway is stopping; the next one adopts the sessions that this one did not.
        }
        catch (GatewayException error)
        {
            logger.NotAdopted(session.Identity.SessionId, error.Message);
            Record(session, error.Code.ToString(), error.Message);
        }
        catch (Exception error)
        {
            logger.AdoptionFailed(session.Identity.SessionId, error);
        }
    }

    private string? WhyNot(SessionRecord row)
    {
        if (row.Worker.Nonce.Length != ProtocolLimits.NonceBytes)
        {
            return "Its worker was started to end with its gateway.";
        }

        return options.Value.Backends.ContainsKey(row.Identity.Backend) ? null : $"The backend {row.Identity.Backend} is no longer configured.";
    }

    // Logs whether the executor still answers and what it holds.
    private async Task AskAsync(Session session)
    {
        try
        {
            var reply = await session.InvokeAsync(new MxCommand { Method = MxMethod.GetSessionState }, _stopping.Token);
            var held = reply.Session ?? new SessionItems();
            logger.Resynchronised(session.Identity.SessionId, held.Servers.Count, held.Items.Count, held.PendingWrites);
        }
        catch (GatewayException error)
        {
            logger.NoAnswer(session.Identity.SessionId, error.Code);
        }
    }

    private async Task EndLeftoverAsync(SessionRecord row)
    {
        logger.LeftoverFound(row.Identity.SessionId, row.Worker.Process.ProcessId);
        await EndAsync(row.Worker.Process);
        await manifest.RemoveAsync(row.Identity.SessionId);
    }

    private async Task EndAsync(ProcessIdentity identity)
    {
        using var process = launcher.Find(identity);
        if (process is null)
        {
            return;
        }

        process.Kill();
        try
        {
            await process.Exited.WaitAsync(EndTimeout, time);
            logger.LeftoverEnded(identity.ProcessId);
        }
        catch (TimeoutException)
        {
            logger.LeftoverStays(identity.ProcessId);
        }
    }

    private void Record(Session session, string result, string? detail) => audit.Record(new AuditEntry
    {
        Action = AuditActions.SessionAdopted,
        SessionId = session.Identity.SessionId,
        Result = result,
        Detail = detail,
    });
}
