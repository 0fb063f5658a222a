using Gateway.Protocol;
using Gateway.Web.Sessions.Workers;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Tests.Fixtures;

/// <summary>An observer that fails, as if the gateway itself had a bug.</summary>
internal sealed class FailingObserver : IWorkerObserver
{
    public void OnBatch(Batch batch) => throw new InvalidOperationException("a fault of the test");

    public long Held => 0;

    public void OnLatest(EncodedRows rows) => throw new InvalidOperationException("a fault of the test");

    public void OnDisconnected(string reason)
    {
    }

    public void OnState(StateFrame state) => throw new InvalidOperationException("a fault of the test");

    public void OnReply(ReplyFrame reply) => throw new InvalidOperationException("a fault of the test");
}
