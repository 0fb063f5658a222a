using System.Globalization;
using Gateway.Client;
using Gateway.CommandLine.Output;
using Gateway.CommandLine.Running;
using Spectre.Console;

namespace Gateway.CommandLine.Items;

/// <summary>Live items as a table that changes in place, like a top of items.</summary>
internal sealed class WatchTable(ToolHost host)
{
    private static readonly string[] Headers = ["item", "value", "quality", "time", "changes", "per second", "problem"];

    private readonly Dictionary<string, long> _changes = new(StringComparer.Ordinal);
    private readonly long _begin = host.Time.GetTimestamp();
    private string _note = "";

    public Task ShowAsync(LiveItems live, ReaderLimit limit, CancellationToken cancellationToken) => host.Console.Live(Drawn(live)).StartAsync(context => limit.ReadAsync(
        live,
        (changes, _) =>
        {
            Take(changes);
            context.UpdateTarget(Drawn(live));
            return ValueTask.FromResult(changes.Items.Count);
        },
        cancellationToken));

    private void Take(LiveChanges changes)
    {
        foreach (var item in changes.Items)
        {
            _changes[item.Reference] = _changes.GetValueOrDefault(item.Reference) + 1;
        }

        if (changes.Notices is [.., var last])
        {
            _note = WatchNotice.Of(last).Text;
        }
    }

    private Table Drawn(LiveItems live)
    {
        var seconds = host.Time.GetElapsedTime(_begin).TotalSeconds;
        var table = Results.Drawn(TextTable.Of(live.All(), Headers, item => RowOf(item, seconds)));
        return table.Caption(new TableTitle(Markup.Escape(PlainText.Of($"{live.Status.Message} {_note} Ctrl+C ends."))));
    }

    private string?[] RowOf(LiveItemState item, double seconds)
    {
        var changes = _changes.GetValueOrDefault(item.Reference);
        return
        [
            item.Reference, ValueText.Of(item.Value), item.Stale ? "stale" : ValueText.OfQuality(item.Quality), ValueText.OfTime(item.SourceTime ?? item.WorkerTime),
            changes.ToString(CultureInfo.InvariantCulture), (changes / Math.Max(seconds, 1)).ToString("0.0", CultureInfo.InvariantCulture), item.Problem,
        ];
    }
}
