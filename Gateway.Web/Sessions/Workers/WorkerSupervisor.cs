using Gateway.Errors;
using Gateway.Web.Platform.Recorder;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Workers;

/// <summary>
/// Starts workers: limited in number, one after the other, each with its own nonce and pipe. A worker counts only when it has proved
/// its identity. Workers of an earlier gateway are adopted by the same proof.
/// </summary>
internal sealed class WorkerSupervisor(
    StartGate gate, WorkerPlaceFactory places, IOptions<WorkerOptions> options, TimeProvider time, ILogger<WorkerSupervisor> logger)
{
    private readonly WorkerOptions _options = options.Value;

    /// <summary>The workers that were started before their sessions.</summary>
    public SpareWorkers Spares => places.Spares;

    /// <summary>Takes the spare worker of the session, or starts a worker, and waits until it is ready.</summary>
    /// <param name="sessionId">The session of the worker.</param>
    /// <param name="backend">One of the configured backends.</param>
    /// <param name="session">What the flight recorder keeps of the session.</param>
    /// <param name="launched">Stores what is needed to find the worker again. It is awaited before the worker is accepted.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="GatewayException"><c>WorkerStartFailed</c> or <c>StartTimedOut</c>; no process is left behind.</exception>
    public async Task<Worker> StartAsync(string sessionId, string backend, OccurrenceRing session, Func<WorkerRecord, Task> launched, CancellationToken cancellationToken) =>
        await TakeSpareAsync(sessionId, session, launched, cancellationToken)
        ?? await gate.RunAsync(() => LaunchAsync(sessionId, backend, session, launched, cancellationToken), cancellationToken);

    /// <summary>Waits until a worker that an earlier gateway started connects.</summary>
    /// <exception cref="GatewayException"><c>WorkerLost</c>: the worker has ended or did not prove its identity in time; no process is
    /// left behind.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up; the worker keeps running.</exception>
    public async Task<Worker> AdoptAsync(string sessionId, string backend, OccurrenceRing session, WorkerRecord record, CancellationToken cancellationToken)
    {
        var place = places.Find(sessionId, backend, session, record)
            ?? throw new GatewayException(GatewayErrorCode.WorkerLost, "Its worker ended while there was no gateway.");
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(_options.AdoptTimeoutSeconds), time);
        try
        {
            var connection = await ConnectAsync(place, timeout.Token, cancellationToken)
                ?? throw new GatewayException(
                    GatewayErrorCode.WorkerLost,
                    place.Exited.IsCompleted
                        ? "Its worker ended while there was no gateway."
                        : $"Its worker did not connect within {_options.AdoptTimeoutSeconds} s.{KeptOut(place)}");
            WorkerLog.Adopted(logger, sessionId, place.ProcessId);
            place.Ring.Note(OccurrenceKind.WorkerReady);
            return new Worker(place, connection, _options, time, logger);
        }
        catch (OperationCanceledException)
        {
            await place.ReleaseAsync();
            throw;
        }
        catch
        {
            await place.EndAsync();
            throw;
        }
    }

    private async Task<Worker> LaunchAsync(string sessionId, string backend, OccurrenceRing session, Func<WorkerRecord, Task> launched, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var place = await places.LaunchAsync(sessionId, backend, session);
        WorkerLog.Started(logger, sessionId, place.ProcessId, backend);
        return await ReadyAsync(place, started, launched, cancellationToken);
    }

    // It waits for no turn, because nothing is started. A spare worker that has ended costs the session only the start of another one.
    private async Task<Worker?> TakeSpareAsync(string sessionId, OccurrenceRing session, Func<WorkerRecord, Task> launched, CancellationToken cancellationToken)
    {
        if (places.TakeSpare(sessionId, session) is not { } place)
        {
            return null;
        }

        WorkerLog.SpareTaken(logger, place.ProcessId, sessionId);
        try
        {
            return await ReadyAsync(place, time.GetTimestamp(), launched, cancellationToken);
        }
        catch (GatewayException error) when (error.Code == GatewayErrorCode.WorkerStartFailed)
        {
            WorkerLog.SpareEnded(logger, place.ProcessId, await place.Exited);
            return null;
        }
    }

    private async Task<Worker> ReadyAsync(WorkerPlace place, long started, Func<WorkerRecord, Task> launched, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(_options.StartTimeoutSeconds), time);
        try
        {
            await launched(place.Record);
            var connection = await ConnectAsync(place, timeout.Token, cancellationToken) ?? throw await NotReadyAsync(place);
            await RequireAsync(connection);
            var elapsed = time.GetElapsedTime(started).TotalMilliseconds;
            WorkerLog.Ready(logger, place.SessionId, place.ProcessId, elapsed);
            place.Ring.Note(new Occurrence(OccurrenceKind.WorkerReady) { A = (long)elapsed });
            return new Worker(place, connection, _options, time, logger);
        }
        catch
        {
            await place.EndAsync();
            throw;
        }
    }

    /// <returns>Null when the process ends or the time is over first.</returns>
    private static async Task<WorkerConnection?> ConnectAsync(WorkerPlace place, CancellationToken timeout, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout, cancellationToken);
        var connection = await place.ConnectAsync(resumeAfter: 0, either.Token);
        if (connection is null)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return connection;
    }

    private async Task RequireAsync(WorkerConnection connection)
    {
        if (WorkerProgram.MismatchOf(_options, connection.Worker.Info) is { } mismatch)
        {
            await connection.DisposeAsync();
            throw new GatewayException(GatewayErrorCode.WorkerStartFailed, mismatch);
        }
    }

    private async Task<GatewayException> NotReadyAsync(WorkerPlace place) => place.Exited.IsCompleted
        ? new GatewayException(
            GatewayErrorCode.WorkerStartFailed,
            $"The worker ended with exit code {await place.Exited} before it was ready; the gateway's log has what it printed.")
        : new GatewayException(GatewayErrorCode.StartTimedOut, $"The worker was not ready within {_options.StartTimeoutSeconds} s.{KeptOut(place)}", 2_000);

    private static string KeptOut(WorkerPlace place) =>
        place.IsKeptOut ? " Another process holds the name of its pipe; see the gateway's log. A new session gets another name." : "";
}
