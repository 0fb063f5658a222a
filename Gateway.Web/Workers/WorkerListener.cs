using System.IO.Pipes;
using Gateway.Protocol;

namespace Gateway.Web.Workers;

/// <summary>
/// Listens on a session's pipe until the session's worker has proved itself. Callers shake hands side by side, so that one
/// that fails, or says nothing, does not keep the worker out.
/// </summary>
internal sealed class WorkerListener(WorkerLaunch launch, WorkerOptions options, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Callers that may be in their handshake at the same time; the next ones wait to be let in.</summary>
    private const int MaxCallers = 16;

    /// <param name="resumeAfter">Highest sequence the gateway holds of this worker; 0 for a new one.</param>
    /// <param name="cancellationToken">The start-up time is over.</param>
    public async Task<WorkerConnection> AcceptAsync(long resumeAfter, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var callers = new List<Task<WorkerConnection?>>();
        Task<NamedPipeServerStream>? listening = null;
        try
        {
            while (true)
            {
                listening ??= callers.Count < MaxCallers ? ListenAsync(ending.Token) : null;
                var first = await Task.WhenAny(listening is null ? callers : [listening, .. callers]);
                if (first == listening)
                {
                    var caller = await listening;
                    // Before this caller is dealt with: if it were the last to hold the pipe's name and refused, those who
                    // have just connected would be dropped with it.
                    listening = callers.Count + 1 < MaxCallers ? ListenAsync(ending.Token) : null;
                    callers.Add(AdmitAsync(caller, resumeAfter, ending.Token));
                }
                else if (await TakeAsync(callers, first) is { } worker)
                {
                    return worker;
                }
            }
        }
        finally
        {
            await ending.CancelAsync();
            await DismissAsync(listening, callers);
        }
    }

    private static Task<WorkerConnection?> TakeAsync(List<Task<WorkerConnection?>> callers, Task finished)
    {
        var caller = callers.Find(task => task == finished)!;
        callers.Remove(caller);
        return caller;
    }

    private static async Task DismissAsync(Task<NamedPipeServerStream>? listening, List<Task<WorkerConnection?>> callers)
    {
        if (listening is not null)
        {
            await ((Task)listening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await (listening.IsCompletedSuccessfully ? (await listening).DisposeAsync() : ValueTask.CompletedTask);
        }

        foreach (var caller in callers)
        {
            await ((Task)caller).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await (caller.IsCompletedSuccessfully && await caller is { } connection ? connection.DisposeAsync() : ValueTask.CompletedTask);
        }
    }

    private async Task<NamedPipeServerStream> ListenAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var pipe = new NamedPipeServerStream(
                launch.PipeName, PipeDirection.InOut, NamedPipeServerStream.MaxAllowedServerInstances, PipeTransmissionMode.Byte,
                PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
            try
            {
                await pipe.WaitForConnectionAsync(cancellationToken);
                return pipe;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                WorkerLog.ConnectionRefused(logger, launch.SessionId, error.Message);
                await pipe.DisposeAsync();
            }
            catch
            {
                await pipe.DisposeAsync();
                throw;
            }
        }
    }

    /// <returns>Null for a caller that was refused.</returns>
    private async Task<WorkerConnection?> AdmitAsync(NamedPipeServerStream pipe, long resumeAfter, CancellationToken cancellationToken)
    {
        try
        {
            return await ShakeHandsAsync(pipe, resumeAfter, cancellationToken);
        }
        catch (Exception error) when (error is ProtocolException or IOException or UnauthorizedAccessException)
        {
            WorkerLog.ConnectionRefused(logger, launch.SessionId, error.Message);
            await pipe.DisposeAsync();
            return null;
        }
        catch
        {
            await pipe.DisposeAsync();
            throw;
        }
    }

    private async Task<WorkerConnection> ShakeHandsAsync(NamedPipeServerStream pipe, long resumeAfter, CancellationToken cancellationToken)
    {
        var reader = new FrameReader(pipe);
        var writer = new FrameWriter(pipe);
        var adopt = new AdoptFrame
        {
            ResumeAfter = resumeAfter,
            HeartbeatIntervalMs = options.HeartbeatIntervalMs,
            HeartbeatGraceMs = options.HeartbeatGraceMs,
        };
        using var timeout = new CancellationTokenSource(HandshakeTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var hello = await WorkerHandshake.RunAsync(reader, writer, launch, adopt, either.Token);
            var ready = await WorkerHandshake.ExpectAsync<ReadyFrame>(reader, FrameType.Ready, cancellationToken);
            return new WorkerConnection(launch.SessionId, hello, ready.Worker, pipe, reader, writer, options, time, logger);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ProtocolException("The caller did not finish the handshake in time.");
        }
    }
}
