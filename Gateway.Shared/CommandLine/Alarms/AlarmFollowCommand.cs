using System.CommandLine;
using Gateway.Client;
using Gateway.CommandLine.Connecting;
using Gateway.CommandLine.Logs;
using Gateway.CommandLine.Output;
using Gateway.CommandLine.Running;
using Gateway.Contracts;

namespace Gateway.CommandLine.Alarms;

/// <summary><c>mxgateway alarms follow</c>.</summary>
internal static class AlarmFollowCommand
{
    private const string Description = """
        Follows the alarms: first what stands, then each transition. It reconnects and resumes by itself; Ctrl+C ends it (exit code 0) and
        prints where to continue.

        Examples:
          mxgateway alarms follow --for 1s
          mxgateway alarms follow --alarm 'Tank101.*' --json --for 1s
        """;

    public static Command Build(CommandRunner runner)
    {
        var filter = new AlarmFilter();
        var log = new LogOptions();
        return runner.Attach(
            log.AddTo(filter.AddTo(new Command("follow", Description))),
            (invocation, cancellationToken) => RunAsync(invocation, Continued(filter.RequestOf(invocation), log.FromOf(invocation)), log.LimitOf(invocation), cancellationToken),
            CommandKind.Tail);
    }

    private static async Task<int> RunAsync(Invocation invocation, AlarmRequest request, ReaderLimit limit, CancellationToken cancellationToken)
    {
        await using var client = await HubLink.ConnectAsync(invocation, invocation.Access(), cancellationToken);
        var stream = client.AlarmsAsync(request, cancellationToken);
        var printer = new LogPrinter(invocation.Results);
        try
        {
            await limit.ReadAsync(stream, (item, _) => ValueTask.FromResult(Take(item, stream.Position, printer)), cancellationToken);
        }
        finally
        {
            printer.SayPosition("alarms follow");
        }

        return printer.ExitCode;
    }

    private static int Take(AlarmItem item, StreamPosition? position, LogPrinter printer)
    {
        if (item is AlarmGapItem)
        {
            printer.Missing();
        }

        printer.Print(item, position is { } known ? $"{new PositionText(known.Epoch, known.Sequence, known.View)}" : null, LinesOf(item));
        return item switch
        {
            ActiveAlarmItem active => active.Alarms.Count,
            AlarmTransitionItem span => span.Transitions.Count,
            _ => 0,
        };
    }

    private static IEnumerable<string> LinesOf(AlarmItem item) => item switch
    {
        AlarmStartedItem started => [MonitorLine(started.Monitor)],
        AlarmMonitorItem changed => [MonitorLine(changed.Monitor)],
        ActiveAlarmItem active => active.Alarms.Select(alarm =>
            Results.Columns(ValueText.OfTime(alarm.RaisedAt), "stands", alarm.Reference, AlarmTableText.StateOf(alarm), alarm.Description)),
        AlarmSnapshotCompleteItem all => [$"-- {all.Count} alarms stand"],
        AlarmTransitionItem span => span.Transitions.Select(AlarmTableText.LineOf),
        AlarmGapItem gap => [$"-- gap: transitions after {gap.RequestedAfter} cannot be given ({gap.Reason}); what stands follows"],
        _ => [],
    };

    private static string MonitorLine(AlarmMonitor monitor) =>
        $"-- the gateway is {$"{monitor.Status}".ToLowerInvariant()}: {monitor.Watched} alarms, {monitor.Unknown} unknown{(monitor.Reason is null ? "" : $": {monitor.Reason}")}";

    private static AlarmRequest Continued(AlarmRequest request, PositionText? from) =>
        from is null ? request : request with { After = from.Sequence, Epoch = from.Epoch, View = from.View };
}
