using Gateway.Protocol;
using Gateway.Web.Distribution;
using Gateway.Web.Tests.Distribution;
using Gateway.Web.Workers;

namespace Gateway.Web.Tests.Fakes;

/// <summary>What a session does with what its worker reports, and every reader's JSON on top. Signals the first batch.</summary>
internal sealed class RecordingObserver : IWorkerObserver
{
    private readonly DistributorHarness _harness = new();
    private readonly TaskCompletionSource _batch = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Batches { get; private set; }

    public int States { get; private set; }

    public int Replies { get; private set; }

    public Task FirstBatch => _batch.Task;

    public void OnBatch(Batch batch)
    {
        _harness.Distributor.Publish(batch);
        Assert.True(batch.Rows.Json(0, batch.Count).Length > 0);
        Batches++;
        _batch.TrySetResult();
    }

    public void OnState(StateFrame state)
    {
        _harness.Distributor.Items.Apply(state);
        _harness.Distributor.ForgetItems(state.Removed);
        States++;
    }

    public void OnReply(ReplyFrame reply) => Replies++;
}
