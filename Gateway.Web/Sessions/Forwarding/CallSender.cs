using System.Collections.Concurrent;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Sessions.Calls;
using Gateway.Web.Sessions.Cluster.Edge;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Wire;
using NATS.Client.Core;

namespace Gateway.Web.Sessions.Forwarding;

/// <summary>At an edge: sends calls to the owners of sessions, with the callers' own tokens.</summary>
internal sealed class CallSender(SenderParts parts, ForwardingMetrics metrics, TimeProvider time) : IRemoteCalls
{
    private const int RetryAfterMs = 1_000;

    /// <summary>Searches for items under way.</summary>
    private const int MostSearches = 32;

    private readonly ConcurrentDictionary<OwnerPlace, ClockReading> _clocks = new();
    private int _searches;

    public async Task<MxReply> InvokeAsync(ActingCaller by, Session session, MxCommand command, CancellationToken cancellationToken) =>
        Given((await SendAsync(session, CallOf(by, session) with { Command = command }, cancellationToken)).Reply);

    public Task<SessionInfo> CloseAsync(ActingCaller by, Session session) => ChangeAsync(session, CallOf(by, session) with { Method = HubContract.CloseSession });

    public Task<SessionInfo> KillAsync(ActingCaller by, Session session) => ChangeAsync(session, CallOf(by, session) with { Method = HubContract.KillSession });

    public Task<SessionInfo> SetTagAsync(ActingCaller by, Session session, string? sessionTag) =>
        ChangeAsync(session, CallOf(by, session) with { Method = HubContract.SetSessionTag, SessionTag = sessionTag });

    public async Task<ItemPage> FindItemsAsync(ActingCaller by, Session session, FindItemsRequest request, CancellationToken cancellationToken) =>
        await FindItemsAsync(session, CallOf(by, session) with { Method = HubContract.FindItems, Find = request }, cancellationToken);

    private async Task<ItemPage> FindItemsAsync(Session session, ForwardedCall call, CancellationToken cancellationToken)
    {
        try
        {
            // Whoever may only read must not take the places of commands.
            return Interlocked.Increment(ref _searches) <= MostSearches
                ? Given((await SendAsync(session, call, cancellationToken)).Page)
                : throw new GatewayException(GatewayErrorCode.TooManyPendingCommands, $"This edge looks for items at owners {MostSearches} times at once already, which is the limit; try again.", RetryAfterMs);
        }
        finally
        {
            Interlocked.Decrement(ref _searches);
        }
    }

    private async Task<SessionInfo> ChangeAsync(Session session, ForwardedCall call)
    {
        var changed = Given((await SendAsync(session, call, CancellationToken.None)).Session is { } info && info.SessionId == call.SessionId ? info : null);
        // To its owner it is a session of its own, and to clients of this node one of another.
        return changed with { Node = session.Node, Site = session.Identity.Site };
    }

    // A site that accepts tokens of another does not get to see them: it could use them there.
    private static ForwardedCall CallOf(ActingCaller by, Session session) => by.Caller.BelongsTo(session.Identity.Site)
        ? new ForwardedCall { Token = by.Caller.Token?.Reveal() ?? "", SessionId = session.Identity.SessionId, ClientAddress = by.RemoteAddress }
        : throw new GatewayException(
            GatewayErrorCode.Forbidden, $"Site {session.Identity.Site} has not issued the token, so the session can only be listed and read with it here. Use a token of that site.");

    private async Task<ForwardedOutcome> SendAsync(Session session, ForwardedCall call, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var outcome = "completed";
        try
        {
            return await SendOnceAsync(session, call, cancellationToken);
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

    private async Task<ForwardedOutcome> SendOnceAsync(Session session, ForwardedCall call, CancellationToken cancellationToken)
    {
        if (session is not RemoteSession remote || call.Token.Length == 0 || parts.SiteOf(session.Identity.Site) is not { } site)
        {
            throw new GatewayException(GatewayErrorCode.Unsupported, "This gateway cannot send the call to the owner of the session.");
        }

        var (wait, place) = (parts.WaitFor(call), new OwnerPlace(site, remote.Instance));
        call = call with { Node = place.Options.NodeName };
        var outcome = _clocks.TryGetValue(place, out var known)
            ? await AskAsync(place, call with { Run = known.Run, Until = known.After(wait, time) }, wait, cancellationToken)
            : await AskAsync(place, call, wait, cancellationToken);
        if (outcome.TellsClock())
        {
            // The owner did not run it, because it did not know the deadline: it has just been started, or this is the first call.
            outcome = await AskAsync(place, call with { Run = outcome.Run, Until = _clocks[place].After(wait, time) }, wait, cancellationToken);
        }

        if (outcome.TellsClock())
        {
            throw Away(null);
        }

        return outcome.ToError() is { } error ? throw Judged(error) : outcome;
    }

    private async Task<ForwardedOutcome> AskAsync(OwnerPlace place, ForwardedCall call, TimeSpan wait, CancellationToken cancellationToken)
    {
        var nats = place.Line ?? throw Away(null);
        var body = ForwardingWire.Write(call);
        if (body.Length > place.Options.MaxRequestBytes || body.Length > (nats.ServerInfo?.MaxPayload ?? int.MaxValue) / 2)
        {
            throw new GatewayException(GatewayErrorCode.InvalidArgument, $"The call has {body.Length} bytes, which is more than an edge sends to an owner; split it.");
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
            throw new GatewayException(GatewayErrorCode.CommandCanceled, $"{call.NameForPeople()} was canceled by its caller. The owner of the session may still carry it out.");
        }
        catch (Exception error) when (error is NatsException or MalformedDataException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Without a deadline the owner runs nothing.
            throw call.Run.Length == 0 ? Away(error) : new GatewayException(GatewayErrorCode.OutcomeUnknown, $"{call.NameForPeople()} was sent to the owner of the session, but no answer came. Check its effect before repeating it.", null, error);
        }
    }

    private ForwardedOutcome Keep(OwnerPlace place, ForwardedOutcome outcome)
    {
        _clocks[place] = new ClockReading(outcome.Run, outcome.Now, time.GetTimestamp());
        return outcome;
    }

    // This edge has accepted the token, so a client must not believe that it is worth nothing.
    private static GatewayException Judged(GatewayException error) => error.Code == GatewayErrorCode.Unauthenticated
        ? new GatewayException(GatewayErrorCode.Forbidden, "The owner of the session does not accept the token, so this edge only lists and reads the session with it.")
        : error;

    private static T Given<T>(T? result)
        where T : class => result ?? throw new GatewayException(GatewayErrorCode.OutcomeUnknown, "The owner of the session answered something else than was asked. Check the effect before repeating the call.");

    private static GatewayException Away(Exception? cause) => new(
        GatewayErrorCode.SiteUnavailable, "The owner of the session cannot be reached, so the call was not run; try again.", RetryAfterMs, cause);
}
