using Gateway.Protocol;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Sessions.Workers;

/// <summary>Receives what a worker reports. Called from the read loop, one call at a time; implementations must not wait.</summary>
internal interface IWorkerObserver
{
    /// <summary>Highest sequence that was received. A worker that connects again continues after it.</summary>
    long Held { get; }

    void OnBatch(Batch batch);

    /// <summary>The latest data changes of items, among events that the worker could no longer send.</summary>
    void OnLatest(EncodedRows rows);

    void OnState(StateFrame state);

    void OnReply(ReplyFrame reply);

    /// <summary>The connection has ended, and every expected answer with it. The worker may connect again.</summary>
    void OnDisconnected(string reason);
}
