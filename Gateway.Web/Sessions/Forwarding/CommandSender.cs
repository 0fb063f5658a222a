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

    private readonly ConcurrentDictionary<OwnerPlace, ClockReading> _clocks = new();

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
        if (call.Session is not RemoteSession session || call.Caller.Token is not { } token || parts.SiteOf(session.Identity.Site) is not { } site)
        {
            throw new GatewayException(GatewayErrorCode.Unsupported, "This gateway cannot send the command to the owner of the session.");
        }

        var (wait, place) = (parts.WaitFor(command), new OwnerPlace(site, session.Instance));
        var request = new ForwardedCommand
        {
            Token = token.Reveal(),
            SessionId = session.Identity.SessionId,
            Command = command,
            Node = place.Options.NodeName,
            ClientAddress = call.Live.RemoteAddress,
        };
        var outcome = _clocks.TryGetValue(place, out var known)
            ? await SendAsync(place, request with { Run = known.Run, Until = known.After(wait, time) }, wait, cancellationToken)
            : await SendAsync(place, request, wait, cancellationToken);
        if (outcome is { Reply: null, Code: null })
        {
            // The owner did not run it, because it did not know the deadline: it has just been started, or this is the first command.
            outcome = await SendAsync(place, request with { Run = outcome.Run, Until = _clocks[place].After(wait, time) }, wait, cancellationToken);
        }

        return outcome.ToError() is { } error ? throw error : outcome.Reply ?? throw Away(null);
    }

    private async Task<ForwardedOutcome> SendAsync(OwnerPlace place, ForwardedCommand request, TimeSpan wait, CancellationToken cancellationToken)
    {
        var nats = place.Line ?? throw Away(null);
        var body = ForwardingWire.Write(request);
        if (body.Length > place.Options.MaxRequestBytes || body.Length > (nats.ServerInfo?.MaxPayload ?? int.MaxValue) / 2)
        {
            throw new GatewayException(GatewayErrorCode.InvalidArgument, $"The command has {body.Length} bytes, which is more than an edge sends to an owner; split it.");
        }

        try
        {
            var answer = await nats.RequestAsync<byte[], byte[]>(
                place.Subject, body, replyOpts: new NatsSubOpts { Timeout = wait + place.Options.Answer }, cancellationToken: cancellationToken);
            return Keep(place, ForwardingWire.ReadOutcome(answer.Data ?? []));
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

    private ForwardedOutcome Keep(OwnerPlace place, ForwardedOutcome outcome)
    {
        _clocks[place] = new ClockReading(outcome.Run, outcome.Now, time.GetTimestamp());
        return outcome;
    }

    private static GatewayException Away(Exception? cause) => new(
        GatewayErrorCode.SiteUnavailable, "The owner of the session cannot be reached, so the command was not run; try again.", RetryAfterMs, cause);
}
