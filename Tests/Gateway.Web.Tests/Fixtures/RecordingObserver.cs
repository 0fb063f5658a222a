using System.Diagnostics.Metrics;
using Gateway.Protocol;
using Gateway.Web.Sessions.Workers;
using Gateway.Web.Streams.Events;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Web.Tests.Fixtures;

/// <summary>
/// Does what a session does with the reports of its worker, and also makes the JSON for readers. Signals the first batch.
/// </summary>
internal sealed class RecordingObserver : IWorkerObserver
{
    // Instruments live as long as the process, so all observers share one set.
    private static readonly DistributionMetrics Metrics = new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());

    private readonly EventDistributor _distributor = new("session-1", new DistributionOptions(), Metrics, TimeProvider.System, NullLogger.Instance);
    private readonly TaskCompletionSource _batch = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Batches { get; private set; }

    public int Restored { get; private set; }

    public int States { get; private set; }

    public int Replies { get; private set; }

    public Task FirstBatch => _batch.Task;

    public long Held => 0;

    public void OnBatch(Batch batch)
    {
        _distributor.Publish(batch);
        Assert.True(batch.Rows.Json(0, batch.Count).Length > 0);
        Batches++;
        _batch.TrySetResult();
    }

    public void OnState(StateFrame state)
    {
        _distributor.Apply(state);
        States++;
    }

    public void OnLatest(EncodedRows rows)
    {
        _distributor.Restore(rows);
        Restored++;
    }

    public void OnDisconnected(string reason)
    {
    }

    public void OnReply(ReplyFrame reply) => Replies++;
}
