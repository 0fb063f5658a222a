using System.Security.Cryptography;
using Gateway.Errors;
using Gateway.Protocol;
using Gateway.Web.Access.Audit;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Workers;

/// <summary>
/// Starts workers: limited in number, one after the other, each with its own nonce and pipe. A worker counts only when it has proved
/// its identity. Workers of an earlier gateway are adopted by the same proof.
/// </summary>
internal sealed class WorkerSupervisor(
    IWorkerLauncher launcher, StartGate gate, IOptions<WorkerOptions> options, PipeNames pipeNames, WorkerMetrics metrics, IAudit audit,
    TimeProvider time, ILogger<WorkerSupervisor> logger)
{
    private readonly WorkerOptions _options = options.Value;

    /// <summary>Starts a worker and waits until it is ready.</summary>
    /// <param name="sessionId">The session of the worker.</param>
    /// <param name="backend">One of the configured backends.</param>
    /// <param name="launched">Stores what is needed to find the worker again. It is awaited before the worker is accepted.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="GatewayException"><c>WorkerStartFailed</c> or <c>StartTimedOut</c>; no process is left behind.</exception>
    public async Task<Worker> StartAsync(string sessionId, string backend, Func<WorkerRecord, Task> launched, CancellationToken cancellationToken)
    {
        await gate.EnterAsync(cancellationToken);
        try
        {
            return await LaunchAsync(sessionId, backend, launched, cancellationToken);
        }
        finally
        {
            gate.Leave();
        }
    }

    /// <summary>Waits until a worker that an earlier gateway started connects.</summary>
    /// <exception cref="GatewayException"><c>WorkerLost</c>: the worker has ended or did not prove its identity in time; no process is
    /// left behind.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up; the worker keeps running.</exception>
    public async Task<Worker> AdoptAsync(string sessionId, string backend, WorkerRecord record, CancellationToken cancellationToken)
    {
        var launch = new WorkerLaunch(sessionId, record.PipeName, backend, record.Nonce, EndWithGateway: false);
        var process = launcher.Find(record.Process)
            ?? throw new GatewayException(GatewayErrorCode.WorkerLost, "Its worker ended while there was no gateway.");
        var listener = new WorkerListener(launch, _options, audit, time, logger);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(_options.AdoptTimeoutSeconds), time);
        try
        {
            var connection = await ConnectAsync(listener, process, timeout.Token, cancellationToken)
                ?? throw new GatewayException(
                    GatewayErrorCode.WorkerLost,
                    process.Exited.IsCompleted
                        ? "Its worker ended while there was no gateway."
                        : $"Its worker did not connect within {_options.AdoptTimeoutSeconds} s.{KeptOut(listener)}");
            WorkerLog.Adopted(logger, sessionId, process.ProcessId);
            return new Worker(sessionId, process, listener, connection, _options, time, logger);
        }
        catch (OperationCanceledException)
        {
            await listener.DisposeAsync();
            process.Dispose();
            throw;
        }
        catch
        {
            await AbandonAsync(listener, process);
            throw;
        }
    }

    private async Task<Worker> LaunchAsync(string sessionId, string backend, Func<WorkerRecord, Task> launched, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var nonce = RandomNumberGenerator.GetBytes(ProtocolLimits.NonceBytes);
        var launch = new WorkerLaunch(sessionId, pipeNames.Of(sessionId), backend, nonce, EndWithGateway: !_options.EnableAdoption);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(_options.StartTimeoutSeconds), time);
        var listener = new WorkerListener(launch, _options, audit, time, logger);
        listener.Open();
        IWorkerProcess? process = null;
        try
        {
            process = launcher.Launch(launch);
            WorkerLog.Started(logger, sessionId, process.ProcessId, backend);
            await launched(new WorkerRecord(launch.PipeName, _options.EnableAdoption ? nonce : [], process.Identity));
            var connection = await ConnectAsync(listener, process, timeout.Token, cancellationToken) ?? throw await NotReadyAsync(process, listener);
            await RequireAsync(connection);
            var elapsed = time.GetElapsedTime(started);
            WorkerLog.Ready(logger, sessionId, process.ProcessId, elapsed.TotalMilliseconds);
            metrics.Started(elapsed);
            return new Worker(sessionId, process, listener, connection, _options, time, logger);
        }
        catch
        {
            metrics.StartFailed();
            await AbandonAsync(listener, process);
            throw;
        }
    }

    /// <returns>Null when the process ends or the time is over first.</returns>
    private static async Task<WorkerConnection?> ConnectAsync(
        WorkerListener listener, IWorkerProcess process, CancellationToken timeout, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout, cancellationToken);
        var connection = await listener.TryAcceptAsync(process, resumeAfter: 0, either.Token);
        if (connection is null)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return connection;
    }

    private async Task RequireAsync(WorkerConnection connection)
    {
        if (WorkerProgram.MismatchOf(_options, connection.Worker) is { } mismatch)
        {
            await connection.DisposeAsync();
            throw new GatewayException(GatewayErrorCode.WorkerStartFailed, mismatch);
        }
    }

    private async Task<GatewayException> NotReadyAsync(IWorkerProcess process, WorkerListener listener) => process.Exited.IsCompleted
        ? new GatewayException(
            GatewayErrorCode.WorkerStartFailed,
            $"The worker ended with exit code {await process.Exited} before it was ready; the gateway's log has what it printed.")
        : new GatewayException(GatewayErrorCode.StartTimedOut, $"The worker was not ready within {_options.StartTimeoutSeconds} s.{KeptOut(listener)}", 2_000);

    private static string KeptOut(WorkerListener listener) =>
        listener.IsKeptOut ? " Another process holds the name of its pipe; see the gateway's log. A new session gets another name." : "";

    private static async Task AbandonAsync(WorkerListener listener, IWorkerProcess? process)
    {
        await listener.DisposeAsync();
        if (process is not null)
        {
            process.Kill();
            await process.Exited;
            process.Dispose();
        }
    }
}
