using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Audit;
using Gateway.Web.Sessions.Lifetime;

namespace Gateway.Web.Sessions.Calls;

/// <summary>
/// Runs a caller's commands as far as its rights allow, and removes from the replies whatever the caller may not see.
/// </summary>
internal sealed class CommandInvoker(IRemoteCalls remote, IAudit audit, TimeProvider time)
{
    /// <exception cref="GatewayException"><c>Forbidden</c>, or no answer: see <see cref="Session.InvokeAsync"/>.</exception>
    public async Task<MxReply> InvokeAsync(SessionCall call, MxCommand command, CancellationToken cancellationToken)
    {
        if (call.Session.Node is not null)
        {
            return await remote.InvokeAsync(call.By, call.Session, command, cancellationToken);
        }

        var admitted = ItemAccess.Admit(call.Caller, command, call.Session.Distributor.Items);
        if (admitted.Refused > 0)
        {
            audit.Record(RefusalOf(call, $"{command.Method}: {admitted.Refused} of {admitted.Elements} elements"));
        }

        var reply = admitted.Complete(await call.Session.InvokeAsync(admitted.Command, cancellationToken));
        return CommandAccess.GivesValues(command.Method) ? Judged(call, command, reply) : reply;
    }

    // The reply is filtered by the current rights, because the command may have waited for a long time.
    private MxReply Judged(SessionCall call, MxCommand command, MxReply reply)
    {
        var caller = call.Live.Demand(time.GetUtcNow());
        return ItemAccess.Trim(caller, ItemAccess.Admit(caller, command, call.Session.Distributor.Items).Cover(reply));
    }

    private static AuditEntry RefusalOf(SessionCall call, string detail) =>
        call.EntryOf(AuditActions.OfHub(HubContract.Invoke), detail) with { Result = nameof(GatewayErrorCode.Forbidden) };
}
