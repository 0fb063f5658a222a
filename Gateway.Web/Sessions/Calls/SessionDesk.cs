using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Audit;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Live;
using Gateway.Web.Platform.Telemetry;
using Gateway.Web.Sessions.Lifetime;

namespace Gateway.Web.Sessions.Calls;

/// <summary>
/// Everything that clients may do with sessions, except reading their streams: open, list, tag and end them, and run commands. Each call
/// needs its right, and the audit trail has every change before the caller has its answer.
/// </summary>
internal sealed class SessionDesk(SessionDirectory directory, SessionManager sessions, SessionChanges changes, CommandInvoker commands, IAudit audit)
{
    /// <exception cref="GatewayException"><c>Forbidden</c>, or the session cannot be opened: see <see cref="SessionManager.OpenAsync"/>.</exception>
    public async Task<SessionInfo> OpenAsync(LiveCaller live, OpenSessionRequest request, CancellationToken cancellationToken)
    {
        var caller = directory.AdmitTag(live, request.SessionTag);
        var session = await sessions.OpenAsync(request, caller.Subject, cancellationToken);
        GatewaySpans.HubCall.Describe(session.Identity.SessionId, session.Identity.SessionTag);
        var call = new SessionCall(live, caller, session);
        await audit.RecordNowAsync(call.EntryOf(AuditActions.SessionOpened, request.SessionTag));
        return call.Describe();
    }

    /// <returns>The session as it ended.</returns>
    /// <exception cref="GatewayException"><c>Forbidden</c> or <c>SessionNotFound</c>; see also <see cref="SessionChanges.CloseAsync"/>.</exception>
    public Task<SessionInfo> CloseAsync(LiveCaller live, string sessionId)
    {
        var call = directory.Admit(live, sessionId, GatewayAction.CloseSession);
        return changes.CloseAsync(call.By, call.Session);
    }

    /// <returns>The session as it ended.</returns>
    /// <exception cref="GatewayException"><c>Forbidden</c> or <c>SessionNotFound</c>; see also <see cref="SessionChanges.KillAsync"/>.</exception>
    public Task<SessionInfo> KillAsync(LiveCaller live, string sessionId)
    {
        var call = directory.Admit(live, sessionId, GatewayAction.KillSession);
        return changes.KillAsync(call.By, call.Session);
    }

    /// <returns>The session with its new tag.</returns>
    /// <exception cref="GatewayException"><c>Forbidden</c> or <c>SessionNotFound</c>; see also <see cref="SessionChanges.SetTagAsync"/>.</exception>
    public Task<SessionInfo> SetTagAsync(LiveCaller live, string sessionId, string? sessionTag) =>
        changes.SetTagAsync(directory.Admit(live, sessionId, GatewayAction.CloseSession), sessionTag);

    /// <inheritdoc cref="SessionDirectory.List"/>
    public IReadOnlyList<SessionInfo> List(LiveCaller live) => [.. directory.List(live).Select(call => call.Describe())];

    /// <exception cref="GatewayException"><c>Forbidden</c> or <c>SessionNotFound</c>.</exception>
    public SessionInfo Get(LiveCaller live, string sessionId) => directory.Admit(live, sessionId, GatewayAction.ReadSession).Describe();

    /// <inheritdoc cref="CommandInvoker.InvokeAsync"/>
    public Task<MxReply> InvokeAsync(LiveCaller live, string sessionId, MxCommand command, CancellationToken cancellationToken) =>
        commands.InvokeAsync(directory.Admit(live, sessionId, CommandAccess.ActionOf(command.Method)), command, cancellationToken);
}
