using Gateway.Contracts;
using Gateway.Events;

namespace Gateway.Worker.Executors;

/// <summary>One temporary item of a ReadBulk: from its advise to its first callback, or to the end of patience.</summary>
internal sealed class PendingRead(ReadBatch batch, int index, string itemDefinition)
{
    private DataChange _change;

    public ReadBatch Batch => batch;

    public int ServerHandle => batch.ServerHandle;

    public int ItemHandle { get; set; }

    public bool HasArrived { get; private set; }

    /// <summary>Keeps the first callback; false for later ones.</summary>
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

    /// <summary>Puts the first callback into the batch's results.</summary>
    public void Succeed() => batch.SetResult(index, new MxItemResult
    {
        ItemDefinition = itemDefinition,
        Value = _change.Value,
        Quality = _change.Quality,
        SourceTime = _change.SourceTime,
        Statuses = _change.Statuses ?? [MxStatus.Good],
    });

    public void Fail(int hresult) => batch.SetResult(index, new MxItemResult
    {
        ItemDefinition = itemDefinition,
        Hresult = hresult,
        Diagnostic = Hresults.Describe(hresult),
    });
}
