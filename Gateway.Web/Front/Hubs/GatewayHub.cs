using System.Runtime.CompilerServices;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Live;
using Gateway.Web.Sessions.Calls;
using Gateway.Web.Streams.Alarms;
using Gateway.Web.Streams.Feed;
using Microsoft.AspNetCore.SignalR;

namespace Gateway.Web.Front.Hubs;

/// <summary>
/// Hop 5: the methods that clients call. The hub only routes: it gives each call to the service in charge, with the connection's current
/// rights, by which that service checks the call. It holds no state.
/// </summary>
internal sealed class GatewayHub(SessionDesk sessions, StreamDesk streams, FeedDesk feed, AlarmDesk alarms, ConnectionDesk connection) : Hub
{
    private LiveCaller Live => Context.Items[nameof(LiveCaller)] as LiveCaller
        ?? throw new GatewayException(GatewayErrorCode.Unauthenticated, "The connection has no valid token.");

    private CancellationToken Aborted => Context.ConnectionAborted;

    public Task<SessionInfo> OpenSession(OpenSessionRequest request) => sessions.OpenAsync(Live, Given(request), Aborted);

    /// <returns>The session as it ended.</returns>
    public Task<SessionInfo> CloseSession(string sessionId) => sessions.CloseAsync(Live, Given(sessionId));

    /// <returns>The session as it ended.</returns>
    public Task<SessionInfo> KillSession(string sessionId) => sessions.KillAsync(Live, Given(sessionId));

    /// <summary>Changes or removes the session tag of a session.</summary>
    public Task<SessionInfo> SetSessionTag(string sessionId, string? sessionTag) => sessions.SetTagAsync(Live, Given(sessionId), sessionTag);

    public IReadOnlyList<SessionInfo> ListSessions() => sessions.List(Live);

    public SessionInfo GetSession(string sessionId) => sessions.Get(Live, Given(sessionId));

    public Task<MxReply> Invoke(string sessionId, MxCommand command) => sessions.InvokeAsync(Live, Given(sessionId), Given(command), Aborted);

    public IAsyncEnumerable<StreamItem> StreamSession(string sessionId, StreamRequest request, CancellationToken cancellationToken) =>
        streams.Open(Live, Given(sessionId), Given(request), cancellationToken);

    /// <summary>
    /// The events of all sessions that the caller has access to and the request selects, including sessions that open later.
    /// </summary>
    public IAsyncEnumerable<MultiSessionItem> StreamSessions(MultiSessionRequest request, CancellationToken cancellationToken) =>
        streams.Open(Live, Given(request), cancellationToken);

    /// <summary>Changes the settings of a running stream of this connection, from its position on.</summary>
    /// <returns>The settings in force.</returns>
    public StreamSettings UpdateStream(string subscriptionId, StreamSettings settings) => streams.Change(Live, Given(subscriptionId), Given(settings));

    public IAsyncEnumerable<FeedItem> StreamFeed(FeedRequest request, CancellationToken cancellationToken) =>
        feed.Open(Live, Given(request), cancellationToken);

    public Task CommitFeedCursor(FeedCursor cursor) => feed.CommitAsync(Live, Given(cursor), Aborted);

    public Task<FeedCursor?> GetFeedCursor(string name) => feed.CursorAsync(Live, name, Aborted);

    public Task DeleteFeedCursor(string name) => feed.DeleteAsync(Live, name, Aborted);

    public IAsyncEnumerable<AlarmItem> StreamAlarms(AlarmRequest request, CancellationToken cancellationToken) =>
        alarms.Open(Live, Given(request), cancellationToken);

    public Task<AlarmCommandResult> AcknowledgeAlarm(AcknowledgeAlarmRequest request) => alarms.AcknowledgeAsync(Live, Given(request), Aborted);

    public Task<IReadOnlyList<AlarmCommandResult>> AcknowledgeAlarms(AcknowledgeAlarmsRequest request) =>
        alarms.AcknowledgeAsync(Live, Given(request), Aborted);

    public Task<AlarmCommandResult> ShelveAlarm(ShelveAlarmRequest request) => alarms.ShelveAsync(Live, Given(request), Aborted);

    /// <summary>The items that the source of a session knows, as far as the caller may read them.</summary>
    public Task<ItemPage> FindItems(string sessionId, FindItemsRequest request) => connection.FindAsync(Live, Given(sessionId), Given(request), Aborted);

    /// <summary>The limits of the gateway, so that clients can stay within them.</summary>
    public HubLimits GetLimits() => connection.LimitsFor(Live);

    /// <summary>The whole gateway as far as the caller may see it, and then what changes.</summary>
    public IAsyncEnumerable<OverviewItem> StreamOverview(OverviewRequest request, CancellationToken cancellationToken) =>
        connection.Watch(Live, Given(request), cancellationToken);

    /// <summary>Gives the connection, and everything that runs on it, the rights of another token of the same subject.</summary>
    public Task<TokenRenewal> RenewToken(string token) => connection.RenewAsync(Live, Given(token), Aborted);

    // A parameter from JSON may be null although its type does not allow it.
    private static T Given<T>(T? argument, [CallerArgumentExpression(nameof(argument))] string name = "")
        where T : class =>
        argument ?? throw new GatewayException(GatewayErrorCode.InvalidArgument, $"{name} is missing.");
}
