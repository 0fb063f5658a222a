using Gateway.Contracts;
using Gateway.Web.Commands;
using Gateway.Web.Distribution;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions;

/// <summary>Puts the parts of a session together.</summary>
internal sealed class SessionFactory(
    IOptions<SessionOptions> sessions, IOptions<DistributionOptions> distribution, IOptions<CommandOptions> commands,
    DistributionMetrics distributionMetrics, CommandMetrics commandMetrics, TimeProvider time, ILoggerFactory loggers)
{
    public Session Create(OpenSessionRequest request, string backend, string owner)
    {
        var identity = SessionIdentity.Of(request, backend, owner, time.GetUtcNow().UtcDateTime);
        var lease = new SessionLease(
            TimeSpan.FromSeconds(request.LeaseSeconds ?? sessions.Value.DefaultLeaseSeconds),
            request.CloseWhenDetached,
            TimeSpan.FromSeconds(sessions.Value.DetachGraceSeconds),
            time);
        var distributor = new EventDistributor(
            identity.SessionId, distribution.Value, distributionMetrics, time, loggers.CreateLogger<EventDistributor>());
        var dispatcher = new CommandDispatcher(commands.Value, commandMetrics, time);
        return new Session(identity, lease, distributor, dispatcher, time, loggers.CreateLogger<Session>());
    }
}
