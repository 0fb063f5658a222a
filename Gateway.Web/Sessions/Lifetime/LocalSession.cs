using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Platform.Telemetry;
using Gateway.Web.Sessions.Commands;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Sessions.Lifetime;

/// <summary>A session whose worker belongs to this gateway.</summary>
internal sealed class LocalSession(SessionCondition condition, SessionLife life, SessionLease lease, EventDistributor distributor, CommandDispatcher dispatcher)
    : Session(condition, life, lease, distributor)
{
    private volatile GatewayException? _quiesced;

    public override long SentCommands => dispatcher.Sent;

    public override int PendingCommands => dispatcher.Pending;

    /// <exception cref="GatewayException">The command has no answer, see <see cref="CommandDispatcher.DispatchAsync"/>, or the session
    /// is not ready.</exception>
    public override async Task<MxReply> InvokeAsync(MxCommand command, CancellationToken cancellationToken)
    {
        if (_quiesced is { } refusal)
        {
            throw refusal;
        }

        var worker = Lease.Extend() ? Status.DemandWorker() : throw SessionStatus.Closed();
        using var span = GatewaySpans.StartCommand(command.Method, Identity.SessionId, Identity.SessionTag);
        return await dispatcher.DispatchAsync(command, worker, span, cancellationToken);
    }

    public override void Quiesce(GatewayException refusal) => _quiesced = refusal;

    protected override Subscription WhileReadable(Func<Subscription> subscribe)
    {
        Status.DemandReadable();
        return subscribe();
    }
}
