using Gateway.Web.Platform.Recorder;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Commands;

/// <summary>Creates the dispatchers of sessions.</summary>
internal sealed class CommandDispatcherFactory(IOptions<CommandOptions> options, CommandMetrics metrics, TimeProvider time)
{
    /// <param name="ring">What the flight recorder keeps of the session.</param>
    public CommandDispatcher Create(OccurrenceRing ring) => new(options.Value, metrics, ring, time);
}
