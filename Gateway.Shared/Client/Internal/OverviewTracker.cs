using Gateway.Contracts;

namespace Gateway.Client.Internal;

/// <summary>Follows an overview. It has no position: every subscription begins with the whole.</summary>
internal sealed class OverviewTracker(OverviewRequest request) : ILogTracker<OverviewItem, int>
{
    private bool _begun;
    private bool _complete;

    public int? Position => null;

    public object Request => request;

    public string? Broken { get; private set; }

    public bool MayPause => _complete;

    public void Restart() => _begun = _complete = false;

    public OverviewItem? Accept(OverviewItem item)
    {
        Broken = _begun || item is OverviewWholeItem ? null : $"An overview begins with the whole, not with {item.Kind}.";
        if (Broken is not null)
        {
            return null;
        }

        _begun = true;
        _complete = item is OverviewCompleteItem || (_complete && item is OverviewChangesItem);
        return item;
    }

    public bool IsStart(OverviewItem item) => item is OverviewWholeItem;

    public bool IsProgress(OverviewItem item) => item is OverviewCompleteItem;
}
