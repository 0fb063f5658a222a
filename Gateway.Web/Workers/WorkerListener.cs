using System.IO.Pipes;
using Gateway.Contracts;
using Gateway.Encoding;
using Gateway.Protocol;

namespace Gateway.Web.Workers;

/// <summary>
/// Listens on a session's pipe until the session's worker has proved itself. Callers that fail are refused, one after
/// another, and do not keep the worker out.
/// </summary>
internal sealed class WorkerListener(WorkerLaunch launch, WorkerOptions options, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(5);

    /// <param name="resumeAfter">Highest sequence the gateway holds of this worker; 0 for a new one.</param>
    /// <param name="cancellationToken">The start-up time is over.</param>
    public async Task<WorkerConnection> AcceptAsync(long resumeAfter, CancellationToken cancellationToken)
    {
        while (true)
        {
            var pipe = new NamedPipeServerStream(
                launch.PipeName, PipeDirection.InOut, NamedPipeServerStream.MaxAllowedServerInstances, PipeTransmissionMode.Byte,
                PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
            try
            {
                await pipe.WaitForConnectionAsync(cancellationToken);
                return await ShakeHandsAsync(pipe, resumeAfter, cancellationToken);
            }
            catch (Exception error) when (error is ProtocolException or IOException or UnauthorizedAccessException)
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
            var ready = await ExpectReadyAsync(reader, cancellationToken);
            return new WorkerConnection(launch.SessionId, hello, ready, pipe, reader, writer, options, time, logger);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ProtocolException("The caller did not finish the handshake in time.");
        }
    }

    private static async Task<WorkerInfo> ExpectReadyAsync(FrameReader reader, CancellationToken cancellationToken)
    {
        var frame = await reader.ReadAsync(cancellationToken) ?? throw new ProtocolException("The worker closed the pipe before it was ready.");
        return frame.Type == FrameType.Ready
            ? MessagePackSerializer.Deserialize<ReadyFrame>(frame.Body.Span).Worker
            : throw new ProtocolException("Expected the worker to be ready.");
    }
}
