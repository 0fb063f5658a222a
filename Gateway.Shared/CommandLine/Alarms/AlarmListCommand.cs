using System.CommandLine;
using Gateway.CommandLine.Connecting;
using Gateway.CommandLine.Running;
using Gateway.Contracts;

namespace Gateway.CommandLine.Alarms;

/// <summary><c>mxgateway alarms list</c>.</summary>
internal static class AlarmListCommand
{
    private const string Description = """
        Lists the alarms that are not normal, the most urgent first. When the gateway does not see the alarms, it says so.

        Examples:
          mxgateway alarms list
          mxgateway alarms list --priority-to 500 --json
        """;

    public static Command Build(CommandRunner runner)
    {
        var filter = new AlarmFilter();
        return runner.Attach(
            filter.AddTo(new Command("list", Description)), (invocation, cancellationToken) => RunAsync(invocation, filter.QueryOf(invocation), cancellationToken));
    }

    private static async Task<int> RunAsync(Invocation invocation, string query, CancellationToken cancellationToken)
    {
        var access = invocation.Access();
        using var api = new HttpApi(access.Url, access.Token);
        var now = await api.GetAsync<AlarmsNow>($"api/alarms?{query}", cancellationToken);
        invocation.Results.Document(now, () => AlarmTableText.Of(now.Alarms));
        if (now.Monitor.Status != AlarmMonitorStatus.Watching)
        {
            invocation.Results.Note($"mxgateway: the gateway does not see all alarms ({now.Monitor.Status}): {now.Monitor.Reason}");
        }

        return now.Monitor.Status is AlarmMonitorStatus.Watching ? ExitCodes.Ok : ExitCodes.Partial;
    }
}
