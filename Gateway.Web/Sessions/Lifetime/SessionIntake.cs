using Gateway.Errors;
using Gateway.Protocol;
using Gateway.Web.Sessions.Commands;
using Gateway.Web.Sessions.Workers;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Sessions.Lifetime;

/// <summary>
/// Receives what a session's worker reports. Called by the connection's read loop, one call at a time, except for members that say
/// otherwise.
/// </summary>
internal sealed class SessionIntake(EventDistributor distributor, CommandDispatcher dispatcher) : IWorkerObserver
{
    private volatile Refill? _refill;
    private long _held;

    /// <summary>Highest sequence that was received. May be read on any thread.</summary>
    public long Held => Volatile.Read(ref _held);

    /// <summary>Reads what a worker reports until the worker is lost for good or given up, and returns the reason.</summary>
    public async Task<string> RunAsync(Worker worker)
    {
        var reason = await worker.RunAsync(this);
        _refill?.Failed(new GatewayException(GatewayErrorCode.WorkerLost, reason));
        return reason;
    }

    /// <summary>
    /// Waits until all events are received that an adopted worker held when it connected. Called before the first of them is.
    /// </summary>
    public Task RefillAsync(Worker worker)
    {
        var refill = new Refill(worker.LatestWhenReady);
        _refill = refill;
        return refill.Done;
    }

    void IWorkerObserver.OnBatch(Batch batch)
    {
        distributor.Publish(batch);
        Volatile.Write(ref _held, batch.Last);
        _refill?.Reached(batch.Last);
    }

    void IWorkerObserver.OnLatest(EncodedRows rows) => distributor.Restore(rows);

    void IWorkerObserver.OnState(StateFrame state) => distributor.Apply(state);

    void IWorkerObserver.OnReply(ReplyFrame reply) => dispatcher.OnReply(reply);

    void IWorkerObserver.OnDisconnected(string reason) => dispatcher.FailAll(reason);
}
