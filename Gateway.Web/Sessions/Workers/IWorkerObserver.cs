using Gateway.Protocol;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Sessions.Workers;

/// <summary>What a worker reports. Called from its read loop, one call at a time; must not wait.</summary>
internal interface IWorkerObserver
{
    /// <summary>Highest sequence taken in; a worker that connects again goes on behind it.</summary>
    long Held { get; }

    void OnBatch(Batch batch);

    /// <summary>The latest data changes of items, among events that the worker could not send any more.</summary>
    void OnLatest(EncodedRows rows);

    void OnState(StateFrame state);

    void OnReply(ReplyFrame reply);

    /// <summary>The connection is gone, and with it every answer that was waited for. The worker may come back.</summary>
    void OnDisconnected(string reason);
}
