using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;
using Gateway.Web.Access.Audit;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Login;
using Gateway.Web.Platform.Metrics;
using Gateway.Web.Platform.Settings;
using Gateway.Web.Sessions.Cluster;
using Gateway.Web.Sessions.Cluster.Edge;
using Gateway.Web.Sessions.Cluster.JetStream;
using Gateway.Web.Sessions.Commands;
using Gateway.Web.Sessions.Forwarding;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Sessions.Overview;
using Gateway.Web.Sessions.Workers;
using Gateway.Web.Streams.Alarms;
using Gateway.Web.Streams.Events;
using Gateway.Web.Streams.Feed;
using Gateway.Web.Tests.Fixtures;
using Gateway.Web.Tests.Streams.Alarms;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Tests.Platform.Metrics;

/// <summary>
/// Dashboards and alerts of operators depend on the metrics. The golden file has every line of <c>/metrics</c> without its value:
/// names with their units, types, help texts, labels and their values, and the bounds of histograms.
/// </summary>
public sealed class MetricContractTests
{
    [Fact]
    public async Task Names_types_units_labels_and_bounds_are_those_of_the_golden_file()
    {
        await using var harness = await MeterHarness.StartAsync(DiagnosticsOptions.DefaultMaxSeriesPerMetric);
        using var directory = new TempDirectory();
        using var alarms = new AlarmRig(directory.Path);
        MeasureEverything(harness.Factory);
        Measure(new AlarmMetrics(harness.Factory, alarms.Distributor));

        var lines = (await harness.TextAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.StartsWith('#') ? line : Regex.Replace(line, @" \S+$", ""))
            .Order(StringComparer.Ordinal);
        Golden.Check("metrics.txt", System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));
    }

    private static void MeasureEverything(IMeterFactory meters)
    {
        _ = new ProcessMetrics(meters);
        Measure(new AccessMetrics(meters));
        Measure(new DistributionMetrics(meters));
        Measure(new FeedMetrics(meters, new FeedState(NullLogger<FeedWriter>.Instance), new FeedInbox(Options.Create(new FeedOptions()), TimeProvider.System)));
        var audit = new AuditMetrics(meters);
        audit.Written(1);
        audit.Dropped(1);
        var commands = new CommandMetrics(meters);
        commands.Begun();
        commands.Ended(MxMethod.Advise, "completed", TimeSpan.FromMilliseconds(3));
        new LoginMetrics(meters).Attempted("ok");
        var sessions = new SessionMetrics(meters);
        sessions.Listed();
        sessions.Opened(SessionState.Ready);
        sessions.Opened(SessionState.Faulted);
        MeasureCluster(meters);
        var overview = new OverviewMetrics(meters, () => 1);
        Array.ForEach([GatewayErrorCode.WorkerLost, GatewayErrorCode.WorkerStartFailed, GatewayErrorCode.SlowConsumer], overview.Faulted);
        overview.WatcherStarted();
        var workers = new WorkerMetrics(meters);
        workers.Started(TimeSpan.FromSeconds(1));
        workers.StartFailed();
    }

    private static void MeasureCluster(IMeterFactory meters)
    {
        var board = new ConditionBoard(Options.Create(new ClusterOptions()), NullLogger<ClusterCondition>.Instance);
        var cluster = new ClusterMetrics(meters, board, new PublishingBacklog(), TimeProvider.System);
        cluster.Stored(new LogMessage(LogMessageKind.Events, 2) { First = 1 }, cluster.Begin());
        cluster.Stored(new LogMessage(LogMessageKind.Gap, 3) { First = 3 }, cluster.Begin());
        cluster.Reconnected();
        cluster.Conflicted();
        var edge = new EdgeMetrics(meters, new EdgeBacklog());
        edge.Took(1);
        edge.Filled(1);
        edge.Hole();
        edge.Followed();
        Array.ForEach([true, false], edge.Skipped);
        Array.ForEach([true, false], edge.Asked);
        var forwarding = new ForwardingMetrics(meters, new CallAdmission(Options.Create(new ClusterOptions()), TimeProvider.System));
        Array.ForEach(["completed", nameof(GatewayErrorCode.OutcomeUnknown)], outcome => forwarding.Sent(outcome, TimeSpan.FromMilliseconds(3)));
        Array.ForEach(["completed", "clock", nameof(GatewayErrorCode.Forbidden)], forwarding.Received);
    }

    private static void Measure(AlarmMetrics alarms) => alarms.Committed(new AlarmBatch([.. SampleAlarms.Transitions.Select(
        transition => new AlarmRecord { Transition = transition, Former = AlarmFormer.Of(SampleAlarms.Bare) })]));

    private static void Measure(AccessMetrics access)
    {
        Array.ForEach(Enum.GetValues<TokenRefusal>(), access.TokenRefused);
        access.ConnectionEnded(GatewayErrorCode.TokenExpired, 1);
        access.ConnectionEnded(GatewayErrorCode.TokenRevoked, 1);
    }

    private static void Measure(DistributionMetrics distribution)
    {
        distribution.Published(1);
        distribution.Delivered(1);
        Array.ForEach(Enum.GetValues<GapReason>(), distribution.Gap);
        distribution.NotDelivered(1, 1);
        distribution.Degraded();
        Array.ForEach(["session", "many_sessions", "internal"], distribution.SlowEpisode);
        distribution.SubscriptionStarted();
        Array.ForEach([SubscriptionEnd.Left, SubscriptionEnd.Completed, SubscriptionEnd.Of(GatewayErrorCode.SlowConsumer)], distribution.SubscriptionEnded);
    }

    private static void Measure(FeedMetrics feed)
    {
        feed.Committed(1);
        feed.Dropped();
        feed.Pruned(1);
        Array.ForEach(Enum.GetValues<FeedResetReason>(), feed.Reset);
        feed.SlowReaders(1);
        feed.ReaderStarted();
    }
}
