using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Commands;

/// <summary>Creates the dispatchers of sessions.</summary>
internal sealed class CommandDispatcherFactory(IOptions<CommandOptions> options, CommandMetrics metrics, TimeProvider time)
{
    public CommandDispatcher Create() => new(options.Value, metrics, time);
}
