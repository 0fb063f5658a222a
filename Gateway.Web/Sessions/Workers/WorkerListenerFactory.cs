using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Workers;

/// <summary>Creates the listeners of sessions.</summary>
internal sealed class WorkerListenerFactory(PipeRefusals refusals, HeartbeatTimers heartbeats, IOptions<WorkerOptions> options, TimeProvider time)
{
    /// <summary>A listener that is not open yet.</summary>
    public WorkerListener Create(WorkerLaunch launch) => new(launch, options.Value, refusals, heartbeats, time);
}
