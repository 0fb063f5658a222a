using Gateway.Contracts;

namespace Gateway.Worker.Executors;

/// <summary>One running ReadBulk: its results so far, its deadline and its future reply.</summary>
internal sealed class ReadBatch(int serverHandle, int count, long deadline)
{
    // The continuation of the awaiting caller must not run on the executor's thread.
    private readonly TaskCompletionSource<MxReply> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly MxItemResult[] _results = new MxItemResult[count];
    private int _missing = count;

    public int ServerHandle => serverHandle;

    /// <summary>Deadline, as a timestamp of the executor's <see cref="TimeProvider"/>.</summary>
    public long Deadline => deadline;

    /// <summary>Items that are advised and have no result yet.</summary>
    public HashSet<PendingRead> Open { get; } = [];

    public bool IsComplete => _missing == 0;

    public Task<MxReply> Reply => _reply.Task;

    public void SetResult(int index, MxItemResult result)
    {
        _results[index] = result;
        _missing--;
    }

    public void Complete() => _reply.TrySetResult(new MxReply { Method = MxMethod.ReadBulk, Results = _results });
}
