using Gateway.Contracts;

namespace Gateway.Worker.Executors;

/// <summary>
/// ReadBulk. MXAccess has no read: if an item is advised and its value is known, that value is the answer; for every other
/// element a temporary item is added, advised, awaited, unadvised and removed. Temporary items are never announced, the items of
/// the session do not change, and the executor's thread never waits. Used only on the executor's thread.
/// </summary>
internal sealed class BulkReads(IMxAccess access, EventTap tap, TimeProvider time)
{
    private readonly KnownValues _known = new(tap, time);
    private readonly List<ReadBatch> _batches = [];

    /// <summary>Time until the next read time-out; null when no read is running.</summary>
    public TimeSpan? UntilDeadline => _batches.Count == 0
        ? null
        : time.GetElapsedTime(time.GetTimestamp(), _batches.Min(batch => batch.Deadline));

    /// <summary>Starts the reads and returns at once; the reply completes when every element has a result.</summary>
    public Task<MxReply> BeginAsync(MxCommand command)
    {
        var server = command.NeedServerHandle();
        var definitions = command.NeedItemDefinitions();
        var deadline = time.GetTimestamp() + (long)(command.ReadTimeout().TotalSeconds * time.TimestampFrequency);
        var known = _known.Of(server, command.MaxAge());
        var batch = new ReadBatch(server, definitions.Count, deadline);
        for (var i = 0; i < definitions.Count; i++)
        {
            var read = new PendingRead(batch, i, definitions[i]);
            if (CommandFields.FaultOf(definitions[i]) is { } fault)
            {
                read.Fail(Hresults.InvalidArgument, fault);
            }
            else if (known.GetValueOrDefault(ItemReference.Normal(definitions[i])) is { } value)
            {
                read.Succeed(value);
            }
            else
            {
                Begin(read, definitions[i]);
            }
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
    /// Finishes the reads whose value has arrived or whose time is over. It calls the component, so it must run outside
    /// callbacks: it is not known to be safe that a callback removes its own item.
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

    /// <summary>Ends all reads of a server handle that is being unregistered as failed.</summary>
    public void Abandon(int serverHandle) => Settle(batch => batch.ServerHandle == serverHandle, Hresults.Aborted);

    /// <summary>Ends all reads as failed, because the executor ends.</summary>
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
