using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Protocol;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Sessions.Workers;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Adoption;

/// <summary>Takes over one restored session with its worker.</summary>
internal sealed class SessionTakeover(
    SessionManager sessions, LeftoverWorkers leftovers, IOptions<WorkerOptions> options, AdoptionTrail trail, TimeProvider time)
{
    /// <summary>Waits until the worker is adopted or lost; then the session is faulted. Does not throw.</summary>
    public async Task RunAsync(Session session, SessionRecord row, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var began = time.GetTimestamp();
        try
        {
            if (WhyNot(row) is { } reason)
            {
                await leftovers.EndAsync(row.Worker.Process);
                await session.Life.LoseAsync(reason);
                throw new GatewayException(GatewayErrorCode.WorkerLost, reason);
            }

            await sessions.AdoptAsync(session, row.Worker, cancellationToken);
            trail.Adopted(session, time.GetElapsedTime(began));
            await AskAsync(session, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The gateway is stopping; the next one adopts the sessions that this one did not.
        }
        catch (GatewayException error)
        {
            trail.NotAdopted(session, error);
        }
        catch (Exception error)
        {
            trail.Failed(session, error);
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
    private async Task AskAsync(Session session, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await session.InvokeAsync(new MxCommand { Method = MxMethod.GetSessionState }, cancellationToken);
            trail.Answered(session, reply.Session ?? new SessionItems());
        }
        catch (GatewayException error)
        {
            trail.NotAnswered(session, error.Code);
        }
    }
}
