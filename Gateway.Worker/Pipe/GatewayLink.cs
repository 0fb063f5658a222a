using System.IO.Pipes;
using Gateway.Protocol;
using Gateway.Serialization;
using Gateway.Wire;
using Microsoft.Extensions.Logging;

namespace Gateway.Worker.Pipe;

/// <summary>
/// One connection to the gateway: it connects, performs the handshake, then writes frames that are ready and reads commands until
/// either side ends the connection.
/// </summary>
internal sealed class GatewayLink(
    WorkerProfile profile, OutboundFrames outbound, Func<Action<ReplyFrame>, CommandPump> newPump, TimeProvider time, ILogger logger)
{
    /// <summary>
    /// The time-out is short, because waiting for a pipe that does not exist costs processor time; the caller tries again later.
    /// </summary>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(5);

    private long _lastReceived;
    private bool _wasAccepted;

    /// <summary>Runs until the connection ends. Nothing that the other side does makes it throw.</summary>
    public async Task<LinkEnd> RunAsync(CancellationToken cancellationToken)
    {
        using var pipe = new NamedPipeClientStream(".", profile.Identity.PipeName, PipeDirection.InOut, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        try
        {
            await pipe.ConnectAsync(ConnectTimeout, cancellationToken);
        }
        catch (Exception error) when (error is TimeoutException or IOException or UnauthorizedAccessException)
        {
            GatewayLinkLog.Unreachable(logger, error.Message);
            return LinkEnd.Unreachable;
        }

        return await TalkAsync(pipe, cancellationToken);
    }

    /// <summary>The same over an existing connection, which is closed when this returns.</summary>
    internal async Task<LinkEnd> TalkAsync(Stream stream, CancellationToken cancellationToken)
    {
        await using var pipe = new FramePipe(stream);
        AdoptFrame adopt;
        try
        {
            // A spare worker waits for its session. If its gateway ends meanwhile, so does the pipe.
            using var timeout = new CancellationTokenSource(profile.IsSpare && !_wasAccepted ? Timeout.InfiniteTimeSpan : HandshakeTimeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
            adopt = await GatewayHandshake.RunAsync(pipe.Reader, pipe.Writer, profile.Identity, either.Token);
            await pipe.Writer.WriteAsync(FrameType.Ready, new ReadyFrame { Worker = profile.Describe() }, cancellationToken);
        }
        catch (Exception error) when (error is ProtocolException or IOException or OperationCanceledException)
        {
            GatewayLinkLog.Refused(logger, error);
            return LinkEnd.Refused;
        }

        _wasAccepted = true;
        var connection = outbound.Restart(adopt.ResumeAfter);
        GatewayLinkLog.Connected(logger, adopt.ResumeAfter);
        return await PumpAsync(pipe, adopt, newPump(reply => outbound.Reply(reply, connection)), cancellationToken);
    }

    private async Task<LinkEnd> PumpAsync(FramePipe pipe, AdoptFrame adopt, CommandPump commands, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Volatile.Write(ref _lastReceived, time.GetTimestamp());
        var heartbeats = new HeartbeatSender(pipe.Writer, profile, ending.Token);
        var reading = ReadAsync(pipe.Reader, commands, heartbeats, ending.Token);
        // Before the writing: what the gateway receives first then proves that it is being watched.
        var watching = WatchAsync(heartbeats, adopt, ending.Token);
        var writing = WriteAsync(pipe.Writer, ending.Token);
        var first = await Task.WhenAny(reading, writing, watching);
        await ending.CancelAsync();
        outbound.Wake();
        commands.CancelAll();
        // A write to a gateway that does not read would otherwise wait for ever.
        await pipe.DisposeAsync();

        var ends = await Task.WhenAll(reading, writing, watching);
        return ends.Contains(LinkEnd.Shutdown) ? LinkEnd.Shutdown : await first;
    }

    private async Task<LinkEnd> ReadAsync(FrameReader reader, CommandPump commands, HeartbeatSender heartbeats, CancellationToken cancellationToken)
    {
        try
        {
            while (await reader.ReadAsync(cancellationToken) is { } frame)
            {
                Volatile.Write(ref _lastReceived, time.GetTimestamp());
                if (frame.Type == FrameType.Shutdown)
                {
                    return LinkEnd.Shutdown;
                }

                Handle(frame, commands, heartbeats);
            }

            return LinkEnd.Lost;
        }
        catch (Exception error) when (error is ProtocolException or MalformedDataException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            GatewayLinkLog.Lost(logger, error.Message);
            return LinkEnd.Lost;
        }
    }

    private static void Handle(Frame frame, CommandPump commands, HeartbeatSender heartbeats)
    {
        switch (frame.Type)
        {
            case FrameType.Command:
                commands.Run(WireSerializer.Deserialize<CommandFrame>(frame.Body.Span));
                break;
            case FrameType.Cancel:
                commands.Cancel(WireSerializer.Deserialize<CancelFrame>(frame.Body.Span).CorrelationId);
                break;
            case FrameType.Heartbeat or FrameType.Acknowledge:
                heartbeats.Answer();
                break;
            default:
                throw new ProtocolException($"A {frame.Type} frame is not expected from the gateway.");
        }
    }

    private async Task<LinkEnd> WriteAsync(FrameWriter writer, CancellationToken cancellationToken)
    {
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                var ready = outbound.Collect();
                if (ready.IsEmpty)
                {
                    await outbound.WaitAsync();
                }
                else
                {
                    await writer.WriteAsync(ready, cancellationToken);
                }
            }

            return LinkEnd.Lost;
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
        {
            return LinkEnd.Lost;
        }
    }

    private async Task<LinkEnd> WatchAsync(HeartbeatSender heartbeats, AdoptFrame adopt, CancellationToken cancellationToken)
    {
        var interval = TimeSpan.FromMilliseconds(Math.Clamp(adopt.HeartbeatIntervalMs, 10, 3_600_000));
        var grace = TimeSpan.FromMilliseconds(Math.Max(adopt.HeartbeatGraceMs, adopt.HeartbeatIntervalMs));
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                if (time.GetElapsedTime(Volatile.Read(ref _lastReceived)) > grace)
                {
                    GatewayLinkLog.Lost(logger, $"The gateway was silent for {grace.TotalSeconds} s.");
                    return LinkEnd.Lost;
                }

                heartbeats.Tick();
            }
        }
        catch (OperationCanceledException)
        {
            // One of the other two tasks has ended the connection.
        }

        return LinkEnd.Lost;
    }
}
