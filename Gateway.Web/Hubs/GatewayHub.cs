using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access;
using Gateway.Web.Distribution;
using Gateway.Web.Sessions;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Hubs;

/// <summary>Hop 5: what clients call. Decides who may, then hands over; holds no state.</summary>
internal sealed class GatewayHub(
    SessionManager sessions, IAccessPolicy access, StreamRequestValidator requests, IOptions<GatewayHubOptions> options,
    IHostApplicationLifetime lifetime) : Hub
{
    private const string QuotaKey = nameof(ConnectionQuota);

    private Caller Caller => Context.User?.ToCaller() ?? throw new GatewayException(GatewayErrorCode.Unauthenticated, "The connection has no valid token.");

    public override Task OnConnectedAsync()
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Let in just before the stop, and so not among the connections that the stop closes.
            Context.Abort();
        }

        Context.Items[QuotaKey] = new ConnectionQuota(options.Value.MaxStreamsPerConnection);
        return base.OnConnectedAsync();
    }

    public async Task<SessionInfo> OpenSession(OpenSessionRequest request)
    {
        Require(request, nameof(request));
        var caller = Caller;
        access.Demand(caller, GatewayAction.OpenSession, new SessionAccessInfo(null, caller.Subject, request.SessionTag));
        var session = await sessions.OpenAsync(request, caller.Subject, Context.ConnectionAborted);
        return Describe(session, caller);
    }

    /// <returns>The session as it ended.</returns>
    public async Task<SessionInfo> CloseSession(string sessionId)
    {
        var session = Find(sessionId, GatewayAction.CloseSession);
        await sessions.CloseAsync(session, $"closed by {Caller.Subject}");
        return Describe(session, Caller);
    }

    public IReadOnlyList<SessionInfo> ListSessions()
    {
        var caller = Caller;
        access.Demand(caller, GatewayAction.ListSessions);
        return [.. sessions.All
            .Where(session => access.Allows(caller, GatewayAction.ListSessions, AccessInfoOf(session)))
            .Select(session => Describe(session, caller))
            .OrderBy(info => info.CreatedAt)];
    }

    public SessionInfo GetSession(string sessionId) => Describe(Find(sessionId, GatewayAction.ReadSession), Caller);

    public Task<MxReply> Invoke(string sessionId, MxCommand command)
    {
        Require(command, nameof(command));
        var session = Find(sessionId, CommandAccess.ActionOf(command.Method));
        return session.InvokeAsync(command, Context.ConnectionAborted);
    }

    public IAsyncEnumerable<StreamItem> StreamSession(string sessionId, StreamRequest request, CancellationToken cancellationToken)
    {
        Require(request, nameof(request));
        var session = Find(sessionId, GatewayAction.ReadSession);
        requests.Check(request);
        var caller = Caller;
        var settings = new SubscriptionSettings
        {
            SubscriptionId = Guid.NewGuid().ToString("N"),
            Subject = caller.Subject,
            Request = request,
            Limits = requests.Grant(request, caller.ExpiresAt.UtcDateTime),
            FlushInterval = TimeSpan.FromMilliseconds(request.FlushIntervalMs ?? 0),
        };
        return ReadAsync(session, settings, (ConnectionQuota)Context.Items[QuotaKey]!, cancellationToken);
    }

    private static async IAsyncEnumerable<StreamItem> ReadAsync(
        Session session, SubscriptionSettings settings, ConnectionQuota quota,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        quota.TakeStream();
        try
        {
            await foreach (var item in session.Subscribe(settings).ReadAsync(cancellationToken))
            {
                yield return item;
            }
        }
        finally
        {
            quota.ReturnStream();
        }
    }

    private Session Find(string sessionId, GatewayAction action)
    {
        Require(sessionId, nameof(sessionId));
        var session = sessions.Find(sessionId);
        access.DemandOn(Caller, action, session is null ? null : AccessInfoOf(session));
        session!.Lease.Extend();
        return session;
    }

    private static SessionInfo Describe(Session session, Caller caller) =>
        session.Describe(withSubscriptions: caller.IsAdmin || caller.Subject == session.Identity.Owner);

    private static SessionAccessInfo AccessInfoOf(Session session) =>
        new(session.Identity.SessionId, session.Identity.Owner, session.Identity.SessionTag);

    // JSON null reaches a parameter that cannot be null.
    private static void Require(object? argument, string name)
    {
        if (argument is null)
        {
            throw new GatewayException(GatewayErrorCode.InvalidArgument, $"{name} is missing.");
        }
    }
}
