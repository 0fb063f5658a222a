using System.Diagnostics.CodeAnalysis;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Platform.Recorder;
using Gateway.Web.Sessions.Workers;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Sessions.Lifetime;

/// <summary>
/// The transitions of one session: starting, adopting, closing, handing over and losing its worker. They are serialised; closing again
/// does nothing.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "The semaphore's wait handle is never used, so there is nothing to dispose.")]
internal sealed class SessionLife(SessionCondition condition, SessionLease lease, EventDistributor distributor, SessionIntake intake, ManifestWriter row)
{
    private readonly SemaphoreSlim _transition = new(1, 1);
    private Task _running = Task.CompletedTask;
    private volatile bool _killing;

    private SessionState State => condition.Status.State;

    private SessionIdentity Identity => condition.Identity;

    private Worker? Worker => condition.Status.Worker;

    /// <summary>Starts the worker and begins to receive its events.</summary>
    /// <exception cref="GatewayException">The worker did not start; the session is faulted.</exception>
    public async Task StartAsync(WorkerSupervisor supervisor, CancellationToken cancellationToken)
    {
        await _transition.WaitAsync(cancellationToken);
        try
        {
            condition.Become(SessionState.Starting);
            var worker = await supervisor.StartAsync(Identity.SessionId, Identity.Backend, condition.Ring, record => row.SaveAsync(Identity, record), cancellationToken);
            condition.Got(worker);
            condition.Feed.WorkerStarted(worker.ProcessId);
            distributor.Begin(worker.Epoch);
            condition.Become(SessionState.Ready);
            Run(worker);
        }
        catch (Exception error)
        {
            await LoseAsync(error, GatewayErrorCode.WorkerStartFailed);
            throw;
        }
        finally
        {
            _transition.Release();
        }
    }

    /// <summary>
    /// Adopts the worker of an earlier gateway, and its events from the oldest that it still holds. The session is not ready until all
    /// of them are received.
    /// </summary>
    /// <exception cref="GatewayException">The worker is lost; the session is faulted.</exception>
    /// <exception cref="OperationCanceledException">The gateway is stopping; the worker waits for the next one.</exception>
    public async Task AdoptAsync(WorkerSupervisor supervisor, WorkerRecord record, CancellationToken cancellationToken)
    {
        await _transition.WaitAsync(cancellationToken);
        try
        {
            var worker = await supervisor.AdoptAsync(Identity.SessionId, Identity.Backend, condition.Ring, record, cancellationToken);
            row.Found(record);
            condition.Got(worker);
            distributor.Begin(worker.Epoch);
            var refilling = intake.RefillAsync(worker);
            Run(worker);
            await refilling.WaitAsync(cancellationToken);
            lease.Resume();
            condition.BecomeAdopted(worker);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            await LoseAsync(error, GatewayErrorCode.WorkerLost);
            throw;
        }
        finally
        {
            _transition.Release();
        }
    }

    /// <summary>Faults a session whose worker cannot be adopted: clients that come back are told that the session is lost.</summary>
    public async Task LoseAsync(string reason)
    {
        await _transition.WaitAsync();
        try
        {
            await LoseAsync(new GatewayException(GatewayErrorCode.WorkerLost, reason), GatewayErrorCode.WorkerLost);
        }
        finally
        {
            _transition.Release();
        }
    }

    /// <summary>
    /// Ends the session normally: the worker releases everything it holds, and streams complete, or end with the given error.
    /// </summary>
    public Task CloseAsync(string reason, GatewayException? streamsEndWith = null) =>
        EndAsync(reason, streamsEndWith, worker => worker.ShutdownAsync(reason));

    /// <summary>Ends the session at once, even if it is being closed and its worker is slow to end.</summary>
    public Task KillAsync(string reason)
    {
        _killing = true;
        condition.Ring.Note(OccurrenceKind.SessionKilled);
        Worker?.Kill();
        return EndAsync(reason, new GatewayException(GatewayErrorCode.SessionClosed, $"The session was killed: {reason}"), worker => worker.KillAsync());
    }

    /// <summary>Releases the session without ending it: its worker, if it has one, continues and waits for the next gateway.</summary>
    public async Task HandOverAsync(GatewayException streamsEndWith)
    {
        await _transition.WaitAsync();
        try
        {
            if (Worker is { } worker && State is SessionState.Starting or SessionState.Ready)
            {
                condition.Become(SessionState.Closing);
                distributor.Complete(streamsEndWith);
                await worker.HandOverAsync();
                await _running;
                condition.Become(SessionState.Closed);
            }
        }
        finally
        {
            _transition.Release();
        }
    }

    /// <summary>Changes the session tag permanently: a restarted gateway knows it too.</summary>
    /// <exception cref="GatewayException"><c>SessionClosed</c>, <c>SessionFaulted</c> or <c>SessionNotReady</c>.</exception>
    public async Task SetTagAsync(string? sessionTag)
    {
        await _transition.WaitAsync();
        try
        {
            condition.Status.DemandWorker();
            await row.SaveAsync(Identity with { SessionTag = sessionTag });
            condition.Relabel(sessionTag);
        }
        finally
        {
            _transition.Release();
        }
    }

    /// <summary>Faults a ready session whose only subscriber is too slow. Does not wait.</summary>
    public void FaultForSlowSubscriber() => _ = FaultIfReadyAsync(GatewayErrorCode.SlowConsumer, "The session's only subscriber was too slow.");

    // `EndAsync` awaits `_running` while it holds `_transition`; the fault path takes the lock only after `_running` has ended, so the
    // two cannot deadlock.
    private void Run(Worker worker)
    {
        var running = intake.RunAsync(worker);
        _running = running;
        _ = FaultWhenLostAsync(running);
    }

    private async Task FaultWhenLostAsync(Task<string> running) => await FaultIfReadyAsync(GatewayErrorCode.WorkerLost, await running);

    private async Task FaultIfReadyAsync(GatewayErrorCode code, string reason)
    {
        await _transition.WaitAsync();
        try
        {
            if (condition.Status is { State: SessionState.Ready, Worker: { } worker } && !_killing)
            {
                condition.LogFault(code, reason);
                // Before anybody is told: should the gateway die in between, the next one must not take up what was announced as lost.
                await row.RemoveAsync(Identity);
                condition.BecomeFaulted(code, reason);
                await DisposeAsync(worker);
            }
        }
        finally
        {
            _transition.Release();
        }
    }

    // Called when the session has no worker, or has lost it; no process is left.
    private async Task LoseAsync(Exception error, GatewayErrorCode unless)
    {
        if (Worker is { } worker)
        {
            await DisposeAsync(worker);
        }

        await row.RemoveAsync(Identity);
        condition.BecomeFaulted((error as GatewayException)?.Code ?? unless, error.Message);
    }

    private async Task EndAsync(string reason, GatewayException? streamsEndWith, Func<Worker, Task> end)
    {
        await _transition.WaitAsync();
        try
        {
            if (State == SessionState.Closed)
            {
                return;
            }

            var faulted = State == SessionState.Faulted;
            lease.End();
            condition.Become(SessionState.Closing);
            if (Worker is { } worker && !faulted)
            {
                await end(worker);
                await _running;
                await DisposeAsync(worker);
                await row.RemoveAsync(Identity);
            }

            distributor.Complete(streamsEndWith);
            condition.BecomeClosed(reason);
        }
        finally
        {
            _transition.Release();
        }
    }

    private async Task DisposeAsync(Worker worker)
    {
        await worker.DisposeAsync();
        condition.Feed.WorkerExited(worker.ProcessId, await worker.Exited);
    }
}
