using Gateway.Contracts;
using Gateway.Errors;
using Gateway.FunctionalTests.Hosting;
using Gateway.Testing;
using Gateway.Values;

namespace Gateway.FunctionalTests;

/// <summary>What the change feed of a whole gateway has of alarms: how the monitor stands and what was asked of it, and no transition.</summary>
[Trait("Size", "Long")]
public sealed class AlarmFeedTests : IDisposable
{
    private const string Alarm = "Feed.X1";
    private const string Tag = "plant";
    private const string MonitorName = "Alarm monitor";
    private const string Comment = "a comment for the audit trail only";

    private const string Galaxy = """
        { "security": "free", "objects": [ { "name": "Feed",
          "attributes": {
            "Broken": { "type": "Boolean" },
            "X1": { "type": "Boolean", "quality": "if(Broken, 16, 192)" }, "X2": { "type": "Boolean", "quality": "if(Broken, 16, 192)" }, "X3": { "type": "Boolean" } },
          "alarms": { "X1": { "priority": 100 }, "X2": { "priority": 200 }, "X3": { "priority": 300 } } } ] }
        """;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("gateway-feed-");

    private string GalaxyPath => Path.Combine(_directory.FullName, "feed.galaxy.json");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task How_the_monitor_stands_is_told_once_each_time()
    {
        await using var gateway = await StartAsync("Gateway:Alarms:PartialPercent=60");
        await gateway.WatchingAsync();
        await gateway.WriteAsync("Feed.Broken", MxValue.FromBoolean(true));
        await StatusAsync(gateway, AlarmMonitorStatus.Partial);
        await gateway.WriteAsync("Feed.Broken", MxValue.FromBoolean(false));
        await StatusAsync(gateway, AlarmMonitorStatus.Watching);
        await gateway.KillMonitorAsync();
        await StatusAsync(gateway, AlarmMonitorStatus.Watching);

        var changes = await ChangesAsync(gateway, all => all.Count(change => change.Data!["status"] == "watching") == 3, FeedKind.AlarmMonitorChanged);
        Assert.Equal(["watching", "partial", "watching", "blind", "watching"], changes.Select(change => change.Data!["status"]));
        Assert.All(changes, change => Assert.Equal(("3", Tag, MonitorName), (change.Data!["watched"], change.SessionTag, change.SessionName)));
        Assert.Equal(["0", "2", "0"], changes.Take(3).Select(change => change.Data!["unknown"]));
        Assert.All(changes, change => Assert.Equal(change.Data!["status"] is "partial" or "blind", change.Detail is { Length: > 0 }));
    }

    [Fact]
    public async Task A_monitor_that_cannot_open_another_session_is_blind_once_however_often_it_tries()
    {
        await using var gateway = await StartAsync("Gateway:Alarms:ReopenMs=50", "Gateway:Alarms:MaxReopenMs=50");
        await using var watcher = gateway.Watch();
        await gateway.WatchingAsync();
        await watcher.UntilAsync(table => !table.Stale, "the stream to begin");
        File.Delete(GalaxyPath);
        await gateway.KillMonitorAsync();
        await Eventually.Async(
            async () => (await gateway.ChangesAsync()).Count(change => change.Kind == FeedKind.SessionFaulted && change.SessionName == MonitorName) >= 4, "three failed attempts");
        await File.WriteAllTextAsync(GalaxyPath, Galaxy);
        await StatusAsync(gateway, AlarmMonitorStatus.Watching);

        var changes = await ChangesAsync(gateway, all => all.Count == 3, FeedKind.AlarmMonitorChanged);
        Assert.Equal(["watching", "blind", "watching"], changes.Select(change => change.Data!["status"]));
        await watcher.UntilAsync(table => table.Monitor?.Status == AlarmMonitorStatus.Watching, "the client to know that");
        var blind = watcher.Items.OfType<AlarmMonitorItem>().Select(item => item.Monitor).Where(monitor => monitor.Status == AlarmMonitorStatus.Blind).ToArray();
        Assert.Single(blind.Select(monitor => monitor.Since).Distinct());
        Assert.Equal(blind.Length, blind.Select(monitor => monitor.Reason).Distinct().Count());
        Assert.Empty(watcher.Transitions);
    }

    [Fact]
    public async Task Other_alarms_than_before_are_told_with_their_numbers()
    {
        await using var gateway = await StartAsync("Gateway:Alarms:Exclude:0=Feed.X3");
        await gateway.WatchingAsync();
        await gateway.RestartAsync();
        await gateway.WatchingAsync();
        await gateway.RestartAsync("Gateway:Alarms:Exclude:0=Feed.X1");
        await gateway.WatchingAsync();

        var changes = await ChangesAsync(gateway, all => all.Count == 2, FeedKind.AlarmRootsChanged);
        Assert.Equal(
            [("2", "2", "0"), ("2", "1", "1")],
            changes.Select(change => (change.Data!["watched"], change.Data!["added"], change.Data!["removed"])));
    }

    [Fact]
    public async Task What_was_asked_is_told_with_its_outcome_and_without_its_comment()
    {
        await using var gateway = await StartAsync();
        await using var watcher = gateway.Watch();
        await gateway.WatchingAsync();
        await gateway.WriteAsync(Alarm, MxValue.FromBoolean(true));
        await watcher.SeesAsync(Alarm, AlarmState.Unacknowledged);
        var seen = watcher.Find(Alarm)!;
        await gateway.AcknowledgeAsync(seen with { Occurrence = 99 }, Comment);
        await gateway.AcknowledgeAsync(seen, Comment);
        await gateway.AcknowledgeAsync(seen, Comment);
        await gateway.Client.ShelveAlarmAsync(new ShelveAlarmRequest { Reference = Alarm, Hours = 1, Reason = Comment }).WithTimeout("the shelving");

        var changes = await ChangesAsync(gateway, all => all.Any(change => change.Kind == FeedKind.AlarmShelved));
        var asked = changes.Where(change => change.Kind is FeedKind.AlarmAcknowledged or FeedKind.AlarmShelved).ToArray();
        Assert.Equal(["refused", "acknowledged", "alreadyAcknowledged", "shelved"], asked.Select(change => change.Data!["outcome"]));
        Assert.All(asked, change => Assert.Equal((Alarm, Tag), (change.Data!["reference"], change.SessionTag)));
        Assert.All(asked, change => Assert.NotNull(change.Subject));
        Assert.Equal(["99", $"{seen.Occurrence}", $"{seen.Occurrence}", null], asked.Select(change => change.Data!.GetValueOrDefault("occurrence")));
        Assert.Equal([nameof(GatewayErrorCode.InvalidArgument), null, null, null], asked.Select(change => change.Data!.GetValueOrDefault("code")));
        Assert.DoesNotContain(changes, change => $"{change} {FeedLog.TextOf(change)}".Contains(Comment, StringComparison.Ordinal));
        // Its raises are in the log of alarms only.
        Assert.Equal(asked.Length, changes.Count(change => change.Data?.ContainsKey("reference") == true));
    }

    private async Task<MonitoredGateway> StartAsync(params string[] settings)
    {
        await File.WriteAllTextAsync(GalaxyPath, Galaxy);
        return await MonitoredGateway.StartAsync(
            [$"Gateway:Workers:Backends:simulator:GalaxyPath={GalaxyPath}", "Gateway:Alarms:Objects:0=Feed", $"Gateway:Alarms:SessionTag={Tag}", .. settings]);
    }

    private static Task StatusAsync(MonitoredGateway gateway, AlarmMonitorStatus status) =>
        Eventually.Async(async () => (await gateway.NowAsync()).Monitor.Status == status, $"the monitor to be {status}");

    private static async Task<IReadOnlyList<FeedChange>> ChangesAsync(MonitoredGateway gateway, Func<IReadOnlyList<FeedChange>, bool> complete, params FeedKind[] kinds)
    {
        IReadOnlyList<FeedChange> changes = [];
        await Eventually.Async(
            async () => complete(changes = [.. (await gateway.ChangesAsync()).Where(change => kinds.Length == 0 || kinds.Contains(change.Kind))]), "the changes of alarms");
        return changes;
    }
}
