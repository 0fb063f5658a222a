using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Sessions.Commands;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Forwarding;

/// <summary>Applies the deadline that an edge names in the owner's clock.</summary>
internal sealed class OwnerDeadline(OwnerClock clock, IOptions<CommandOptions> options)
{
    public OwnerClock Clock => clock;

    /// <summary>The command with the time that it has left.</summary>
    /// <exception cref="GatewayException"><c>CommandTimedOut</c>: none is left, so it must not be run.</exception>
    public MxCommand Apply(ForwardedCommand request)
    {
        var now = clock.Now;
        if (request.Until <= now)
        {
            throw new GatewayException(GatewayErrorCode.CommandTimedOut, $"{request.Command.Method} reached the owner of the session after its deadline, and was not run.");
        }

        // A time that is not allowed is for the session to refuse.
        var asked = request.Command.TimeoutMs ?? options.Value.DefaultTimeoutMs;
        return asked < 1 || asked > options.Value.MaxTimeoutMs ? request.Command : request.Command with { TimeoutMs = (int)Math.Min(asked, request.Until - now) };
    }
}
