using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Live;
using Gateway.Web.Sessions.Calls;
using Gateway.Web.Sessions.Catalogue;

namespace Gateway.Web.Sessions.Forwarding;

/// <summary>The methods of the hub that edges pass on.</summary>
internal sealed class ForwardedMethods(SessionDesk sessions, ItemFinder items, OwnerDeadline deadline, TimeProvider time)
{
    /// <param name="live">The caller.</param>
    /// <param name="call">What it asks for.</param>
    /// <param name="answer">The answer without a result.</param>
    /// <param name="cancellationToken">The gateway stops, or has lost NATS.</param>
    /// <returns>The answer with the result.</returns>
    /// <exception cref="GatewayException">What a client of the hub would be refused with; or <c>InvalidArgument</c>, because edges pass on no such
    /// method.</exception>
    public async Task<ForwardedOutcome> RunAsync(LiveCaller live, ForwardedCall call, ForwardedOutcome answer, CancellationToken cancellationToken) => call switch
    {
        { Method: null or HubContract.Invoke, Command: { } command } =>
            answer with { Reply = await sessions.InvokeAsync(live, call.SessionId, deadline.Apply(call, command), cancellationToken) },
        { Method: HubContract.CloseSession, Command: null } => answer with { Session = await sessions.CloseAsync(live, call.SessionId) },
        { Method: HubContract.KillSession, Command: null } => answer with { Session = await sessions.KillAsync(live, call.SessionId) },
        { Method: HubContract.SetSessionTag, Command: null } => answer with { Session = await sessions.SetTagAsync(live, call.SessionId, call.SessionTag) },
        { Method: HubContract.FindItems, Command: null, Find: { } find } => answer with { Page = await FindAsync(live, call, find, cancellationToken) },
        _ => throw new GatewayException(GatewayErrorCode.InvalidArgument, "The owner of the session does not take this method, or not with these arguments, from an edge; the edge may have another version."),
    };

    // Nobody waits for the source any longer than the edge does.
    private async Task<ItemPage> FindAsync(LiveCaller live, ForwardedCall call, FindItemsRequest find, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(deadline.Left(call), time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            return await items.FindAsync(live, call.SessionId, find, ending.Token);
        }
        catch (Exception error) when (late.IsCancellationRequested && error is OperationCanceledException or GatewayException { Code: GatewayErrorCode.CommandCanceled })
        {
            throw new GatewayException(GatewayErrorCode.CommandTimedOut, "The source of the session did not answer before the deadline of the search.");
        }
    }
}
