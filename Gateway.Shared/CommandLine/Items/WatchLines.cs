using Gateway.Client;
using Gateway.CommandLine.Output;

namespace Gateway.CommandLine.Items;

/// <summary>Live items as lines: one for each change, and one for what was lost or made anew.</summary>
internal sealed class WatchLines(Results results)
{
    private LiveState? _state;

    public Task PrintAsync(LiveItems live, ReaderLimit limit, CancellationToken cancellationToken) => limit.ReadAsync(live, (changes, _) =>
    {
        Print(changes);
        return ValueTask.FromResult(changes.Items.Count(IsKnown));
    }, cancellationToken);

    // Before its first value there is nothing to say of an item.
    private static bool IsKnown(LiveItemState item) => item.Value is not null || item.Problem is not null;

    private void Print(LiveChanges changes)
    {
        if (_state != changes.Status.State)
        {
            _state = changes.Status.State;
            results.Line(new { kind = "status", state = EnumText.Of(changes.Status.State), text = changes.Status.Message }, () => $"-- {changes.Status.Message}");
        }

        foreach (var notice in changes.Notices.Select(WatchNotice.Of))
        {
            results.Line(notice, () => $"-- {notice.Text}");
        }

        foreach (var item in changes.Items.Where(IsKnown))
        {
            results.Line(WatchedItem.Of(item), () => Results.Columns(
                ValueText.OfTime(item.SourceTime ?? item.WorkerTime), item.Reference, ValueText.Of(item.Value), ValueText.OfQuality(item.Quality), item.Problem, item.Stale ? "stale" : ""));
        }
    }
}
