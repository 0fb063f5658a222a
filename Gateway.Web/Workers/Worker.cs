using Gateway.Protocol;
using Gateway.Web.Commands;

namespace Gateway.Web.Workers;

/// <summary>A worker that is ready: its process and its connection.</summary>
internal sealed class Worker(string sessionId, IWorkerProcess process, WorkerConnection connection, WorkerOptions options, TimeProvider time, ILogger logger)
    : IFrameChannel, IAsyncDisposable
{
    public int ProcessId => process.ProcessId;

    public string Epoch => connection.Epoch;

    /// <summary>Completes when the process is gone.</summary>
    public Task<int> Exited => process.Exited;

    /// <summary>Reads events and replies until the connection ends; returns why.</summary>
    public Task<string> RunAsync(IWorkerObserver observer) => connection.RunAsync(observer);

    public ValueTask SendAsync<T>(FrameType type, T message, CancellationToken cancellationToken) =>
        connection.SendAsync(type, message, cancellationToken);

    /// <summary>Asks the worker to end and sees that it does; kills it when it takes too long.</summary>
    public async Task ShutdownAsync(string reason)
    {
        try
        {
            await connection.SendAsync(FrameType.Shutdown, new ShutdownFrame { Reason = reason }, CancellationToken.None);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The pipe is gone; without its gateway the worker ends by itself.
        }

        try
        {
            await process.Exited.WaitAsync(TimeSpan.FromSeconds(options.ShutdownTimeoutSeconds), time);
        }
        catch (TimeoutException)
        {
            WorkerLog.KilledAfterTimeout(logger, sessionId, ProcessId, options.ShutdownTimeoutSeconds);
            await KillAsync();
        }
    }

    public async Task KillAsync()
    {
        process.Kill();
        await process.Exited;
    }

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        process.Kill();
        WorkerLog.Exited(logger, sessionId, ProcessId, await process.Exited);
        process.Dispose();
    }
}
