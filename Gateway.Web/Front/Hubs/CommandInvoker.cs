using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Audit;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Live;
using Gateway.Web.Sessions.Lifetime;

namespace Gateway.Web.Front.Hubs;

/// <summary>
/// Runs a caller's commands as far as its rights allow, and removes from the replies whatever the caller may not see.
/// </summary>
internal sealed class CommandInvoker(IAudit audit, TimeProvider time)
{
    /// <exception cref="GatewayException"><c>Forbidden</c>, or no answer: see <see cref="Session.InvokeAsync"/>.</exception>
    public async Task<MxReply> InvokeAsync(LiveCaller live, Session session, MxCommand command, CancellationToken cancellationToken)
    {
        var caller = live.Demand(time.GetUtcNow());
        var admitted = ItemAccess.Admit(caller, command, session.Distributor.Items);
        if (admitted.Refused > 0)
        {
            audit.Record(RefusalOf(live, caller, session, $"{command.Method}: {admitted.Refused} of {admitted.Elements} elements"));
        }

        var reply = admitted.Complete(await session.InvokeAsync(admitted.Command, cancellationToken));
        return CommandAccess.GivesValues(command.Method) ? Judged(live, session, command, reply) : reply;
    }

    // The reply is filtered by the current rights, because the command may have waited for a long time.
    private MxReply Judged(LiveCaller live, Session session, MxCommand command, MxReply reply)
    {
        var caller = live.Demand(time.GetUtcNow());
        return ItemAccess.Trim(caller, ItemAccess.Admit(caller, command, session.Distributor.Items).Cover(reply));
    }

    private static AuditEntry RefusalOf(LiveCaller live, Caller caller, Session session, string detail) => new()
    {
        Action = AuditActions.OfHub(nameof(GatewayHub.Invoke)),
        Result = nameof(GatewayErrorCode.Forbidden),
        Subject = caller.Subject,
        TokenId = caller.TokenId,
        SessionId = session.Identity.SessionId,
        RemoteAddress = live.RemoteAddress,
        Detail = detail,
    };
}
