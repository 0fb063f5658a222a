using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Audit;
using Gateway.Web.Access.Live;
using Microsoft.AspNetCore.SignalR;

namespace Gateway.Web.Front.Hubs;

/// <summary>
/// Records calls that were refused because of missing rights. It is inside the error filter, which writes the message of the refusal.
/// </summary>
internal sealed class HubAuditFilter(IAudit audit) : IHubFilter
{
    private const int MaxSessionId = 64;

    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        try
        {
            return await next(invocationContext);
        }
        catch (GatewayException error) when (AuditedRefusals.Has(error.Code))
        {
            audit.Record(EntryOf(invocationContext, error));
            throw;
        }
    }

    private static AuditEntry EntryOf(HubInvocationContext context, GatewayException error)
    {
        var live = context.Context.Items[nameof(LiveCaller)] as LiveCaller;
        return new AuditEntry
        {
            Action = AuditActions.OfHub(context.HubMethodName),
            Subject = live?.Current.Subject,
            TokenId = live?.Current.TokenId,
            SessionId = SessionIdOf(context),
            RemoteAddress = live?.RemoteAddress,
            Result = error.Code.ToString(),
            Detail = context.HubMethodArguments.OfType<MxCommand>().FirstOrDefault()?.Method.ToString(),
        };
    }

    // For these methods the first text argument is a secret or something else, and not a session id.
    private static string? SessionIdOf(HubInvocationContext context) =>
        context.HubMethodName is not (HubContract.RenewToken or HubContract.UpdateStream) && context.HubMethodArguments is [string { Length: > 0 and <= MaxSessionId } id, ..]
            ? id
            : null;
}
