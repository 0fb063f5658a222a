using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Sessions.Workers;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Lifetime;

/// <summary>Opens, adopts and ends the gateway's sessions. It makes no access decisions: callers check access first.</summary>
internal sealed class SessionManager(
    SessionRegister register, SessionFactory factory, WorkerSupervisor supervisor, IOptions<WorkerOptions> workers, ILogger<Session> logger)
{
    public IReadOnlyCollection<Session> All => register.All;

    /// <inheritdoc cref="SessionRegister.OpensSessions"/>
    public bool OpensSessions => register.OpensSessions;

    /// <summary>Whether a planned stop has begun.</summary>
    public bool IsDraining => register.IsDraining;

    /// <summary>Whether workers keep running when the gateway stops, and wait for the next one.</summary>
    public bool HandsOver => workers.Value.EnableAdoption;

    /// <summary>Number of unanswered commands of all sessions.</summary>
    public int PendingCommands => All.Sum(session => session.PendingCommands);

    public Session? Find(string sessionId) => register.Find(sessionId);

    /// <inheritdoc cref="SessionRegister.OpenElsewhere"/>
    public void OpenElsewhere(GatewayException refusal) => register.OpenElsewhere(refusal);

    /// <inheritdoc cref="SessionRegister.TryFollow"/>
    public bool TryFollow(Session session) => register.TryFollow(session);

    /// <summary>Ends a session of another node here, because that node ended it or no longer has it.</summary>
    public async Task UnfollowAsync(Session session, string reason)
    {
        await session.Life.CloseAsync(reason);
        register.Remove(session);
    }

    /// <summary>Opens a session and waits until its worker is ready.</summary>
    /// <exception cref="GatewayException"><c>InvalidArgument</c>, <c>TooManySessions</c>, <c>GatewayStopping</c>, or the reason why the
    /// worker did not start.</exception>
    public async Task<Session> OpenAsync(OpenSessionRequest request, string owner, CancellationToken cancellationToken)
    {
        var session = factory.Create(request, owner, supervisor.Spares.NextSessionId);
        try
        {
            register.Add(session);
        }
        catch
        {
            // A ring that does not end keeps its memory, which all rings share.
            session.Ring.End();
            supervisor.Spares.Return(session.Identity.SessionId);
            throw;
        }

        try
        {
            return await StartAsync(session, cancellationToken);
        }
        finally
        {
            await supervisor.Spares.ReleaseAsync(session.Identity.SessionId);
        }
    }

    /// <summary>Adds a session of an earlier gateway, whose worker is to be adopted.</summary>
    public Session Restore(SessionRecord row)
    {
        var session = factory.Restore(row);
        register.Restore(session);
        return session;
    }

    /// <summary>Adopts the worker of a restored session, as <see cref="SessionLife.AdoptAsync"/> describes.</summary>
    public Task AdoptAsync(Session session, WorkerRecord worker, CancellationToken cancellationToken) =>
        session.Life.AdoptAsync(supervisor, worker, cancellationToken);

    public async Task CloseAsync(Session session, string reason)
    {
        await session.Life.CloseAsync(reason);
        register.Remove(session);
    }

    public async Task KillAsync(Session session, string reason)
    {
        await session.Life.KillAsync(reason);
        register.Remove(session);
    }

    /// <summary>Begins a planned stop: no new sessions and no new commands are accepted, streams continue.</summary>
    public void BeginDrain()
    {
        register.BeginDrain();
        foreach (var session in All)
        {
            session.Quiesce(SessionRegister.Stopping);
        }
    }

    /// <summary>
    /// Called when the gateway begins to stop: no new sessions are accepted, and streams end with an error that asks clients to resume.
    /// Does not wait.
    /// </summary>
    public void BeginStop()
    {
        register.BeginStop();
        foreach (var session in All)
        {
            session.EndStreams(SessionRegister.Stopping);
        }
    }

    /// <summary>Hands all sessions over to the next gateway. Without adoption, ends the sessions and their workers.</summary>
    public async Task StopAsync()
    {
        BeginStop();
        SessionLog.StoppingAll(logger, All.Count, HandsOver ? "handed over" : "closed");
        await Task.WhenAll(All.Select(async session =>
        {
            await (HandsOver && session.IsAnnounced
                ? session.Life.HandOverAsync(SessionRegister.Stopping)
                : session.Life.CloseAsync("the gateway stops", SessionRegister.Stopping));
            register.Remove(session);
        }));
    }

    private async Task<Session> StartAsync(Session session, CancellationToken cancellationToken)
    {
        var identity = session.Identity;
        try
        {
            await session.Life.StartAsync(supervisor, cancellationToken);
            SessionLog.Opened(logger, identity.SessionId, identity.Owner, identity.Backend, identity.SessionTag);
            if (!register.Announce(session))
            {
                await session.Life.CloseAsync("the gateway stops");
                throw SessionRegister.Stopping;
            }

            return session;
        }
        catch
        {
            register.Withdraw(session);
            throw;
        }
    }
}
