using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Audit;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Live;
using Gateway.Web.Platform.Telemetry;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Sessions.MultiSession;
using Gateway.Web.Streams.Alarms;
using Gateway.Web.Streams.Feed.Cursors;
using Gateway.Web.Streams.Feed.Reading;
using Microsoft.AspNetCore.SignalR;

namespace Gateway.Web.Front.Hubs;

/// <summary>
/// Hop 5: the methods that clients call. The hub checks access and then calls the service in charge; it holds no state.
/// </summary>
internal sealed class GatewayHub(
    SessionManager sessions, SessionDirectory directory, SessionStreaming single, MultiSessionStreaming many, FeedStreaming feed, FeedCursorStore cursors, AlarmDesk alarms,
    CommandInvoker commands, SessionTagger tagger, ConnectionOpener opener, ConnectionDesk connection, IAccessPolicy access, IAudit audit, TimeProvider time) : Hub
{
    private LiveCaller Live => Context.Items[nameof(LiveCaller)] as LiveCaller
        ?? throw new GatewayException(GatewayErrorCode.Unauthenticated, "The connection has no valid token.");

    private Caller Caller => Live.Demand(time.GetUtcNow());

    public override Task OnConnectedAsync()
    {
        opener.Opened(Context);
        return base.OnConnectedAsync();
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        opener.Closed(Context, exception);
        return base.OnDisconnectedAsync(exception);
    }

    public async Task<SessionInfo> OpenSession(OpenSessionRequest request)
    {
        Require(request, nameof(request));
        var caller = Caller;
        access.Demand(caller, GatewayAction.OpenSession, new SessionAccessInfo(null, caller.Subject, request.SessionTag));
        var session = await sessions.OpenAsync(request, caller.Subject, Context.ConnectionAborted);
        GatewaySpans.HubCall.Describe(session.Identity.SessionId, session.Identity.SessionTag);
        await audit.RecordNowAsync(EntryOf(AuditActions.SessionOpened, session, caller, request.SessionTag));
        return session.DescribeTo(caller);
    }

    /// <returns>The session as it ended.</returns>
    public async Task<SessionInfo> CloseSession(string sessionId)
    {
        var session = Find(sessionId, GatewayAction.CloseSession, out var caller);
        await sessions.CloseAsync(session, $"closed by {caller.Subject}");
        await audit.RecordNowAsync(EntryOf(AuditActions.SessionClosed, session, caller, null));
        return session.DescribeTo(caller);
    }

    /// <returns>The session as it ended.</returns>
    public async Task<SessionInfo> KillSession(string sessionId)
    {
        var session = Find(sessionId, GatewayAction.KillSession, out var caller);
        await sessions.KillAsync(session, $"by {caller.Subject}");
        await audit.RecordNowAsync(EntryOf(AuditActions.SessionKilled, session, caller, null));
        return session.DescribeTo(caller);
    }

    /// <summary>Changes or removes the session tag of a session.</summary>
    public async Task<SessionInfo> SetSessionTag(string sessionId, string? sessionTag)
    {
        var session = Find(sessionId, GatewayAction.CloseSession, out var caller);
        await tagger.SetAsync(session, sessionTag, Live, caller);
        return session.DescribeTo(caller);
    }

    public IReadOnlyList<SessionInfo> ListSessions()
    {
        var caller = Caller;
        return [.. directory.List(caller).Select(session => session.DescribeTo(caller))];
    }

    public SessionInfo GetSession(string sessionId) =>
        Find(sessionId, GatewayAction.ReadSession, out var caller).DescribeTo(caller);

    public Task<MxReply> Invoke(string sessionId, MxCommand command)
    {
        Require(command, nameof(command));
        var session = Find(sessionId, CommandAccess.ActionOf(command.Method), out _);
        return commands.InvokeAsync(Live, session, command, Context.ConnectionAborted);
    }

    public IAsyncEnumerable<StreamItem> StreamSession(string sessionId, StreamRequest request, CancellationToken cancellationToken)
    {
        Require(request, nameof(request));
        return single.Open(Live, Find(sessionId, GatewayAction.ReadSession, out _), request, cancellationToken);
    }

    /// <summary>
    /// The events of all sessions that the caller has access to and the request selects, including sessions that open later.
    /// </summary>
    public IAsyncEnumerable<MultiSessionItem> StreamSessions(MultiSessionRequest request, CancellationToken cancellationToken)
    {
        Require(request, nameof(request));
        return many.Open(Live, request, cancellationToken);
    }

    public IAsyncEnumerable<FeedItem> StreamFeed(FeedRequest request, CancellationToken cancellationToken)
    {
        Require(request, nameof(request));
        access.Demand(Caller, GatewayAction.ReadFeed);
        FeedRequestValidator.Check(request);
        return feed.ReadAsync(Live, request, cancellationToken);
    }

    public Task CommitFeedCursor(FeedCursor cursor)
    {
        Require(cursor, nameof(cursor));
        return cursors.CommitAsync(FeedSubject(), cursor, Context.ConnectionAborted);
    }

    public Task<FeedCursor?> GetFeedCursor(string name) => cursors.GetAsync(FeedSubject(), name, Context.ConnectionAborted);

    public Task DeleteFeedCursor(string name) => cursors.DeleteAsync(FeedSubject(), name, Context.ConnectionAborted);

    public IAsyncEnumerable<AlarmItem> StreamAlarms(AlarmRequest request, CancellationToken cancellationToken)
    {
        Require(request, nameof(request));
        return alarms.Open(Live, request, cancellationToken);
    }

    public Task<AlarmCommandResult> AcknowledgeAlarm(AcknowledgeAlarmRequest request)
    {
        Require(request, nameof(request));
        return alarms.AcknowledgeAsync(Live, request, Context.ConnectionAborted);
    }

    public Task<IReadOnlyList<AlarmCommandResult>> AcknowledgeAlarms(AcknowledgeAlarmsRequest request)
    {
        Require(request, nameof(request));
        return alarms.AcknowledgeAsync(Live, request, Context.ConnectionAborted);
    }

    public Task<AlarmCommandResult> ShelveAlarm(ShelveAlarmRequest request)
    {
        Require(request, nameof(request));
        return alarms.ShelveAsync(Live, request, Context.ConnectionAborted);
    }

    /// <summary>Changes the settings of a running stream of this connection, from its position on.</summary>
    /// <returns>The settings in force.</returns>
    public StreamSettings UpdateStream(string subscriptionId, StreamSettings settings)
    {
        Require(subscriptionId, nameof(subscriptionId));
        Require(settings, nameof(settings));
        Live.Demand(time.GetUtcNow());
        return single.Change(Live, subscriptionId, settings);
    }

    /// <summary>The limits of the gateway, so that clients can stay within them.</summary>
    public HubLimits GetLimits() => connection.LimitsFor(Live);

    /// <summary>The whole gateway as far as the caller may see it, and then what changes.</summary>
    public IAsyncEnumerable<OverviewItem> StreamOverview(OverviewRequest request, CancellationToken cancellationToken)
    {
        Require(request, nameof(request));
        return connection.Watch(Live, request, cancellationToken);
    }

    /// <summary>Gives the connection, and everything that runs on it, the rights of another token of the same subject.</summary>
    public Task<TokenRenewal> RenewToken(string token)
    {
        Require(token, nameof(token));
        return connection.RenewAsync(Live, token, Context.ConnectionAborted);
    }

    private string FeedSubject()
    {
        var caller = Caller;
        access.Demand(caller, GatewayAction.ReadFeed);
        return caller.Subject;
    }

    private Session Find(string sessionId, GatewayAction action, out Caller caller)
    {
        Require(sessionId, nameof(sessionId));
        caller = Caller;
        return directory.Find(caller, sessionId, action);
    }

    private AuditEntry EntryOf(string action, Session session, Caller caller, string? detail) => new()
    {
        Action = action,
        Subject = caller.Subject,
        TokenId = caller.TokenId,
        SessionId = session.Identity.SessionId,
        RemoteAddress = Live.RemoteAddress,
        Detail = detail,
    };

    // A parameter from JSON may be null although its type does not allow it.
    private static void Require(object? argument, string name)
    {
        if (argument is null)
        {
            throw new GatewayException(GatewayErrorCode.InvalidArgument, $"{name} is missing.");
        }
    }
}
