using Gateway.Contracts;
using Gateway.Events;
using Gateway.Values;

namespace Gateway.Client.Tests.Snippets;

/// <summary>
/// The code of the client's README, compiled. <see cref="ReadmeTests"/> compares the texts: each block of the README is a run of lines of a file
/// in this directory or of a sample.
/// </summary>
internal static class ReadmeSnippets
{
    public static async Task FirstLinesAsync(string token)
    {
        await using var client = GatewayClient.Create(new() { Url = new("https://gateway.example"), TokenProvider = _ => new(token) });
        var session = await client.OpenSessionAsync();
        var server = await session.RegisterAsync("historian");
        await session.SubscribeBulkAsync(server, ["Tank101.Level.PV"]);
        await foreach (var item in session.EventsAsync()) { if (item is EventsItem { Events: var events }) { Store(events); } }
    }

    public static async Task SeveralAddressesAsync(string token)
    {
        await using var client = GatewayClient.Create(new() { Urls = [new("https://a.plant.example"), new("https://b.plant.example")], TokenProvider = _ => new(token) });
        client.StateChanged += (_, change) => Show($"{change.Current} at {change.Address}");
    }

    public static async Task LiveItemsAsync(GatewayClient client)
    {
        await using var live = client.Items(["Tank101.Level.PV", "Tank101.Level.SP"], new() { Session = "dashboard", SessionTag = "line-1" });
        foreach (var item in await live.FirstValuesAsync(TimeSpan.FromSeconds(5)))
        {
            Show(item.Problem ?? $"{item.Reference} is {item.Value}");
        }

        await foreach (var changes in live)
        {
            Show(changes.Status.Message, changes.Items, changes.Notices);
        }
    }

    public static async Task WriteAsync(LiveItems live)
    {
        var write = await live.WriteAsync("Tank101.Level.SP", MxValue.FromDouble(42.5), new() { Timeout = TimeSpan.FromSeconds(10) });
        Show(write.Succeeded ? "written" : write.Message);
    }

    public static async Task FeedAsync(GatewayClient client)
    {
        var feed = client.FeedAsync(new FeedRequest { Cursor = "historian" });
        await foreach (var item in feed)
        {
            Store(item);
            await client.CommitFeedCursorAsync("historian", feed.Position!.Value);
        }
    }

    public static async Task AlarmsAsync(GatewayClient client)
    {
        var table = new AlarmTable();
        await foreach (var item in client.AlarmsAsync(new AlarmRequest { PriorityTo = 500 }))
        {
            table.Apply(item);
        }
    }

    public static StreamRequest Resume(StreamPosition stored)
    {
        var request = new StreamRequest { ResumeAfter = stored.Sequence, Epoch = stored.Epoch };
        return request;
    }

    public static void Columns(StreamItem item)
    {
        if (item is EventsItem events)
        {
            var columns = events.Columns();
            for (var i = 0; i < columns.Count; i++)
            {
                Store(columns.ItemHandles.Span[i], columns.SourceTimes.Span[i], columns.Values.Span[i]);
            }
        }
    }

    private static void Store(IReadOnlyList<MxEvent> events) => Show(events);

    private static void Store(FeedItem item) => Show(item);

    private static void Store(int itemHandle, DateTime sourceTime, double value) => Show(itemHandle, sourceTime, value);

    // What a program does with it is its own affair.
    private static void Show(params object[] what) => GC.KeepAlive(what);
}
