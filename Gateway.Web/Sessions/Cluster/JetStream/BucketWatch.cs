using NATS.Client.KeyValueStore;

namespace Gateway.Web.Sessions.Cluster.JetStream;

/// <summary>Reads a bucket: what it has, and then what changes.</summary>
/// <param name="bucket">The bucket.</param>
/// <param name="apply">Called with each entry, one at a time. An entry may be a deletion. Must not wait.</param>
internal sealed class BucketWatch(INatsKVStore bucket, Action<NatsKVEntry<byte[]>> apply)
{
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when everything that the bucket had at the beginning is applied.</summary>
    public Task Complete => _complete.Task;

    /// <summary>Reads until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var watching = new NatsKVWatchOpts
        {
            OnNoData = _ =>
            {
                _complete.TrySetResult();
                return new ValueTask<bool>(false);
            },
        };
        await foreach (var entry in bucket.WatchAsync<byte[]>(opts: watching, cancellationToken: cancellationToken))
        {
            apply(entry);
            if (entry.Delta == 0)
            {
                _complete.TrySetResult();
            }
        }
    }
}
