using Gateway.Contracts;
using Gateway.Events;
using Gateway.Values;

namespace Gateway.Worker.Executors;

/// <summary>One temporary item of a ReadBulk, from its advise to its first callback or to the read time-out.</summary>
internal sealed class PendingRead(ReadBatch batch, int index, string itemDefinition)
{
    private DataChange _change;

    public ReadBatch Batch => batch;

    public int ServerHandle => batch.ServerHandle;

    public int ItemHandle { get; set; }

    public bool HasArrived { get; private set; }

    /// <summary>Keeps the first callback; returns false for later ones.</summary>
    public bool TryArrive(in DataChange change)
    {
        if (HasArrived)
        {
            return false;
        }

        HasArrived = true;
        _change = change;
        return true;
    }

    /// <summary>Stores the first callback as the result.</summary>
    public void Succeed() => batch.SetResult(index, new MxItemResult
    {
        ItemDefinition = itemDefinition,
        Value = _change.Value,
        Quality = _change.Quality,
        SourceTime = _change.SourceTime,
        Statuses = _change.Statuses ?? [MxStatus.Good],
    });

    /// <summary>Stores a value that was already known as the result.</summary>
    public void Succeed(MxEvent known) => batch.SetResult(index, new MxItemResult
    {
        ItemDefinition = itemDefinition,
        Value = known.Value,
        Quality = known.Quality,
        SourceTime = known.SourceTime,
        Statuses = known.Statuses,
        Cached = true,
        WorkerTime = known.WorkerTime,
    });

    public void Fail(int hresult, string? diagnostic = null) => batch.SetResult(index, new MxItemResult
    {
        ItemDefinition = itemDefinition.Length > CommandLimits.ItemReference ? itemDefinition[..CommandLimits.ItemReference] : itemDefinition,
        Hresult = hresult,
        Diagnostic = diagnostic ?? Hresults.Describe(hresult),
    });
}
