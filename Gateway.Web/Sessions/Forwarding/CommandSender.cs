using System.Collections.Concurrent;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Sessions.Calls;
using Gateway.Web.Sessions.Cluster.Edge;
using Gateway.Wire;
using NATS.Client.Core;

namespace Gateway.Web.Sessions.Forwarding;

/// <summary>At an edge: sends commands to the owners of sessions, with the callers' own tokens.</summary>
internal sealed class CommandSender(SenderParts parts, ForwardingMetrics metrics, TimeProvider time) : IRemoteCommands
{
    private const int RetryAfterMs = 1_000;

    private readonly ConcurrentDictionary<string, ClockReading> _clocks = new(StringComparer.Ordinal);

    public async Task<MxReply> InvokeAsync(SessionCall call, MxCommand command, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var outcome = "completed";
        try
        {
            return await InvokeOnceAsync(call, command, cancellationToken);
        }
        catch (GatewayException error)
        {
            outcome = error.Code.ToString();
            throw;
        }
        finally
        {
            metrics.Sent(outcome, time.GetElapsedTime(began));
        }
    }

    private async Task<MxReply> InvokeOnceAsync(SessionCall call, MxCommand command, CancellationToken cancellationToken)
    {
        if (call.Session is not RemoteSession session || call.Caller.Token is not { } token)
        {
            throw new GatewayException(GatewayErrorCode.Unsupported, "This gateway cannot send the command to the owner of the session.");
        }

        var wait = parts.WaitFor(command);
        var request = new ForwardedCommand
        {
            Token = token.Reveal(),
            SessionId = session.Identity.SessionId,
            Command = command,
            Node = parts.Options.NodeName,
            ClientAddress = call.Live.RemoteAddress,
        };
        var outcome = _clocks.TryGetValue(session.Instance, out var known)
            ? await SendAsync(session.Instance, request with { Run = known.Run, Until = known.After(wait, time) }, wait, cancellationToken)
            : await SendAsync(session.Instance, request, wait, cancellationToken);
        if (outcome is { Reply: null, Code: null })
        {
            // The owner did not run it, because it did not know the deadline: it has just been started, or this is the first command.
            outcome = await SendAsync(session.Instance, request with { Run = outcome.Run, Until = _clocks[session.Instance].After(wait, time) }, wait, cancellationToken);
        }

        return outcome.ToError() is { } error ? throw error : outcome.Reply ?? throw Away(null);
    }

    private async Task<ForwardedOutcome> SendAsync(string instance, ForwardedCommand request, TimeSpan wait, CancellationToken cancellationToken)
    {
        var nats = parts.Line.Current ?? throw Away(null);
        var body = ForwardingWire.Write(request);
        if (body.Length > parts.Options.MaxRequestBytes || body.Length > (nats.ServerInfo?.MaxPayload ?? int.MaxValue) / 2)
        {
            throw new GatewayException(GatewayErrorCode.InvalidArgument, $"The command has {body.Length} bytes, which is more than an edge sends to an owner; split it.");
        }

        try
        {
            var answer = await nats.RequestAsync<byte[], byte[]>(
                parts.SubjectOf(instance), body, replyOpts: new NatsSubOpts { Timeout = wait + parts.Options.Answer }, cancellationToken: cancellationToken);
            return Keep(instance, ForwardingWire.ReadOutcome(answer.Data ?? []));
        }
        catch (NatsNoRespondersException error)
        {
            throw Away(error);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new GatewayException(GatewayErrorCode.CommandCanceled, $"{request.Command.Method} was canceled by its caller. The owner of the session may still carry it out.");
        }
        catch (Exception error) when (error is NatsException or MalformedDataException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            throw new GatewayException(GatewayErrorCode.OutcomeUnknown, $"{request.Command.Method} was sent to the owner of the session, but no answer came. Check its effect before repeating it.", null, error);
        }
    }

    private ForwardedOutcome Keep(string instance, ForwardedOutcome outcome)
    {
        _clocks[instance] = new ClockReading(outcome.Run, outcome.Now, time.GetTimestamp());
        return outcome;
    }

    private static GatewayException Away(Exception? cause) => new(
        GatewayErrorCode.SiteUnavailable, "The owner of the session cannot be reached, so the command was not run; try again.", RetryAfterMs, cause);
}
