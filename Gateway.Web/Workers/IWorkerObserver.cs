using Gateway.Protocol;
using Gateway.Web.Distribution;

namespace Gateway.Web.Workers;

/// <summary>What a worker connection reports. Called from its read loop, one call at a time; must not wait.</summary>
internal interface IWorkerObserver
{
    void OnBatch(Batch batch);

    void OnState(StateFrame state);

    void OnReply(ReplyFrame reply);
}
