using Gateway.Web.Sessions.Commands;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Calls.ItemValues;

/// <summary>Gives each request with writes its deadline, within the longest deadline of a command.</summary>
internal sealed class WriteClock(IOptions<CommandOptions> options, TimeProvider time)
{
    /// <exception cref="Errors.GatewayException"><c>InvalidArgument</c>: the request is not valid.</exception>
    public WriteDeadline Begin(WriteValuesRequest request, CancellationToken aborted)
    {
        request.Check(options.Value.MaxTimeoutMs);
        return new WriteDeadline(request.TimeoutMs ?? WriteValuesRequest.DefaultTimeoutMs, time, aborted);
    }
}
