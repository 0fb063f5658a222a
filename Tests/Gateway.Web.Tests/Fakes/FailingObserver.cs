using Gateway.Protocol;
using Gateway.Web.Distribution;
using Gateway.Web.Workers;

namespace Gateway.Web.Tests.Fakes;

/// <summary>A fault of the gateway itself while it takes something in.</summary>
internal sealed class FailingObserver : IWorkerObserver
{
    public void OnBatch(Batch batch) => throw new InvalidOperationException("a fault of the test");

    public long Held => 0;

    public void OnLatest(EventRows rows) => throw new InvalidOperationException("a fault of the test");

    public void OnDisconnected(string reason)
    {
    }

    public void OnState(StateFrame state) => throw new InvalidOperationException("a fault of the test");

    public void OnReply(ReplyFrame reply) => throw new InvalidOperationException("a fault of the test");
}
