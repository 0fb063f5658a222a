using Gateway.Contracts;

namespace Gateway.Worker.Executors;

/// <summary>
/// ReadBulk: MXAccess has no read, so each element is added, advised, awaited, unadvised and removed. The temporary items
/// are announced to nobody and the executor's thread never waits for them. Executor thread only.
/// </summary>
internal sealed class BulkReads(IMxAccess access, EventTap tap, TimeProvider time)
{
    private readonly List<ReadBatch> _batches = [];

    /// <summary>How long until the next read time-out; null when nothing is being read.</summary>
    public TimeSpan? UntilDeadline => _batches.Count == 0
        ? null
        : time.GetElapsedTime(time.GetTimestamp(), _batches.Min(batch => batch.Deadline));

    /// <summary>Starts the reads and returns at once; the reply follows when the last element is decided.</summary>
    public Task<MxReply> BeginAsync(int serverHandle, IReadOnlyList<string> itemDefinitions, TimeSpan timeout)
    {
        var deadline = time.GetTimestamp() + (long)(timeout.TotalSeconds * time.TimestampFrequency);
        var batch = new ReadBatch(serverHandle, itemDefinitions.Count, deadline);
        for (var i = 0; i < itemDefinitions.Count; i++)
        {
            Begin(new PendingRead(batch, i, itemDefinitions[i]), itemDefinitions[i]);
        }

        if (batch.IsComplete)
        {
            batch.Complete();
        }
        else
        {
            _batches.Add(batch);
        }

        return batch.Reply;
    }

    /// <summary>
    /// Finishes what has arrived and what is overdue. Outside of callbacks, because it calls the component: a callback
    /// that removes its own item is asking for trouble.
    /// </summary>
    public void Advance()
    {
        while (tap.Arrived.TryDequeue(out var read))
        {
            if (read.Batch.Open.Contains(read))
            {
                Release(read);
                read.Succeed();
            }
        }

        Settle(batch => batch.Deadline <= time.GetTimestamp(), Hresults.TimedOut);
    }

    /// <summary>The server handle goes away: its reads end as failed.</summary>
    public void Abandon(int serverHandle) => Settle(batch => batch.ServerHandle == serverHandle, Hresults.Aborted);

    /// <summary>The executor ends: all reads end as failed.</summary>
    public void AbandonAll() => Settle(_ => true, Hresults.Aborted);

    private void Begin(PendingRead read, string itemDefinition)
    {
        var hresult = access.AddItem(read.ServerHandle, itemDefinition, out var itemHandle);
        if (Hresults.Failed(hresult))
        {
            read.Fail(hresult);
            return;
        }

        read.ItemHandle = itemHandle;
        tap.Watch(read);
        read.Batch.Open.Add(read);
        hresult = access.Advise(read.ServerHandle, itemHandle);
        if (Hresults.Failed(hresult))
        {
            Release(read);
            read.Fail(hresult);
        }
    }

    private void Settle(Predicate<ReadBatch> overdue, int hresult)
    {
        for (var i = _batches.Count - 1; i >= 0; i--)
        {
            var batch = _batches[i];
            if (!batch.IsComplete && overdue(batch))
            {
                foreach (var read in batch.Open.ToArray())
                {
                    Release(read);
                    read.Fail(hresult);
                }
            }

            if (batch.IsComplete)
            {
                _batches.RemoveAt(i);
                batch.Complete();
            }
        }
    }

    private void Release(PendingRead read)
    {
        read.Batch.Open.Remove(read);
        access.UnAdvise(read.ServerHandle, read.ItemHandle);
        access.RemoveItem(read.ServerHandle, read.ItemHandle);
        tap.Unwatch(read);
    }
}
