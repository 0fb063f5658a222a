using System.Security.Cryptography;
using Gateway.Errors;
using Gateway.Protocol;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Workers;

/// <summary>Starts workers: limited, staggered, each with its own nonce and pipe, and only counts those that have proved themselves.</summary>
internal sealed class WorkerSupervisor(
    IWorkerLauncher launcher, StartGate gate, IOptions<WorkerOptions> options, PipeNames pipeNames, WorkerMetrics metrics,
    TimeProvider time, ILogger<WorkerSupervisor> logger)
{
    private readonly WorkerOptions _options = options.Value;

    /// <summary>Starts a worker and waits until it is ready.</summary>
    /// <exception cref="GatewayException"><c>WorkerStartFailed</c> or <c>StartTimedOut</c>; no process is left behind.</exception>
    public async Task<Worker> StartAsync(string sessionId, string backend, CancellationToken cancellationToken)
    {
        await gate.EnterAsync(cancellationToken);
        try
        {
            return await LaunchAsync(sessionId, backend, cancellationToken);
        }
        finally
        {
            gate.Leave();
        }
    }

    private async Task<Worker> LaunchAsync(string sessionId, string backend, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var launch = new WorkerLaunch(sessionId, pipeNames.Of(sessionId), backend, RandomNumberGenerator.GetBytes(ProtocolLimits.NonceBytes));
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(_options.StartTimeoutSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var accepting = new WorkerListener(launch, _options, time, logger).AcceptAsync(resumeAfter: 0, either.Token);

        IWorkerProcess? process = null;
        try
        {
            process = launcher.Launch(launch);
            WorkerLog.Started(logger, sessionId, process.ProcessId, backend);
            var connection = await FirstOfAsync(accepting, process, timeout.Token);
            var elapsed = time.GetElapsedTime(started);
            WorkerLog.Ready(logger, sessionId, process.ProcessId, elapsed.TotalMilliseconds);
            metrics.Started(elapsed);
            return new Worker(sessionId, process, connection, _options, time, logger);
        }
        catch
        {
            metrics.StartFailed();
            await either.CancelAsync();
            await AbandonAsync(accepting, process);
            throw;
        }
    }

    private async Task<WorkerConnection> FirstOfAsync(Task<WorkerConnection> accepting, IWorkerProcess process, CancellationToken timeout)
    {
        await Task.WhenAny(accepting, process.Exited);
        if (process.Exited.IsCompleted && !accepting.IsCompletedSuccessfully)
        {
            throw new GatewayException(
                GatewayErrorCode.WorkerStartFailed,
                $"The worker ended with exit code {await process.Exited} before it was ready; the gateway's log has what it printed.");
        }

        try
        {
            return await accepting;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            throw new GatewayException(
                GatewayErrorCode.StartTimedOut, $"The worker was not ready within {_options.StartTimeoutSeconds} s.", 2_000);
        }
    }

    private static async Task AbandonAsync(Task<WorkerConnection> accepting, IWorkerProcess? process)
    {
        if (process is not null)
        {
            process.Kill();
            await process.Exited;
            process.Dispose();
        }

        await ((Task)accepting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (accepting.IsCompletedSuccessfully)
        {
            await (await accepting).DisposeAsync();
        }
    }
}
