using Gateway.Contracts;
using Gateway.Errors;

namespace Gateway.Web.Sessions.Calls;

/// <summary>Runs commands of sessions whose worker belongs to another node. May be used on any thread.</summary>
internal interface IRemoteCommands
{
    /// <summary>Has the session's owner check the caller's rights and run the command.</summary>
    /// <param name="call">The call, which this node has admitted.</param>
    /// <param name="command">The whole command: the owner decides which elements the caller may use.</param>
    /// <param name="cancellationToken">Ends the wait for the answer.</param>
    /// <exception cref="GatewayException">What the owner refused with; <c>SiteUnavailable</c>: the command was not run;
    /// <c>OutcomeUnknown</c>: no answer came.</exception>
    Task<MxReply> InvokeAsync(SessionCall call, MxCommand command, CancellationToken cancellationToken);
}
