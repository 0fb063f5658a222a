using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Sessions.Lifetime;

namespace Gateway.Web.Sessions.Calls;

/// <summary>
/// Passes calls on to the node that has the session's worker, its owner, which checks the caller's rights again and has the audit trail. May be
/// used on any thread.
/// </summary>
/// <remarks>
/// Each call throws a <see cref="GatewayException"/>: what the owner refused with, and <c>Forbidden</c> when it does not know the token or must not see
/// it; <c>SiteUnavailable</c>, the call was not run; <c>OutcomeUnknown</c>, no answer came; <c>CommandCanceled</c>, the caller did not wait for it;
/// <c>InvalidArgument</c>, also from an owner of a version that does not know the call.
/// </remarks>
internal interface IRemoteCalls
{
    /// <param name="by">The caller, whom this node has admitted.</param>
    /// <param name="session">The session of another node.</param>
    /// <param name="command">The whole command: the owner decides which elements the caller may use.</param>
    /// <param name="cancellationToken">Ends the wait for the answer.</param>
    Task<MxReply> InvokeAsync(ActingCaller by, Session session, MxCommand command, CancellationToken cancellationToken);

    /// <returns>The session as it ended. This node hears of the end a moment later.</returns>
    Task<SessionInfo> CloseAsync(ActingCaller by, Session session);

    /// <inheritdoc cref="CloseAsync"/>
    Task<SessionInfo> KillAsync(ActingCaller by, Session session);

    /// <returns>The session with its new tag. This node hears of the tag a moment later.</returns>
    Task<SessionInfo> SetTagAsync(ActingCaller by, Session session, string? sessionTag);

    Task<ItemPage> FindItemsAsync(ActingCaller by, Session session, FindItemsRequest request, CancellationToken cancellationToken);
}
