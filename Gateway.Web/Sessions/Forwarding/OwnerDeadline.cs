using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Sessions.Commands;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Forwarding;

/// <summary>Applies the deadline that an edge names in the owner's clock.</summary>
internal sealed class OwnerDeadline(OwnerClock clock, IOptions<CommandOptions> options)
{
    public OwnerClock Clock => clock;

    /// <summary>Checks that a call may still be begun.</summary>
    /// <exception cref="GatewayException"><c>CommandTimedOut</c>: no time is left, so it must not be run.</exception>
    public void Demand(ForwardedCall call)
    {
        if (call.Until <= clock.Now)
        {
            throw new GatewayException(GatewayErrorCode.CommandTimedOut, $"{call.NameForPeople()} reached the owner of the session after its deadline, and was not run.");
        }
    }

    /// <summary>The time that is left for a call.</summary>
    public TimeSpan Left(ForwardedCall call) => TimeSpan.FromMilliseconds(Math.Clamp(call.Until - clock.Now, 1, options.Value.MaxTimeoutMs));

    /// <summary>A command with the time that is left for its call.</summary>
    public MxCommand Apply(ForwardedCall call, MxCommand command)
    {
        // A time that is not allowed is for the session to refuse.
        var asked = command.TimeoutMs ?? options.Value.DefaultTimeoutMs;
        return asked < 1 || asked > options.Value.MaxTimeoutMs ? command : command with { TimeoutMs = (int)Math.Min(asked, Left(call).TotalMilliseconds) };
    }
}
