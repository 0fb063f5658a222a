using System.CommandLine;
using Gateway.CommandLine.Connecting;
using Gateway.CommandLine.Output;
using Gateway.CommandLine.Running;
using Gateway.Contracts;
using Gateway.Errors;

namespace Gateway.CommandLine.Alarms;

/// <summary><c>mxgateway alarms ack</c>.</summary>
internal static class AlarmAcknowledgeCommand
{
    private const string Description = """
        Acknowledges alarms as they are now, and waits until it is seen. An occurrence that begins meanwhile is not acknowledged.

        Example:
          mxgateway alarms ack Tank101.Level.Hi --comment 'operator informed'
        """;

    public static Command Build(CommandRunner runner)
    {
        var alarms = new Argument<string[]>("alarm") { Description = "The names of alarms, as the list gives them.", Arity = ArgumentArity.OneOrMore };
        var comment = new Option<string?>("--comment") { HelpName = "TEXT", Description = "What to note with it; at most 256 characters." };
        return runner.Attach(
            new Command("ack", Description) { alarms, comment },
            (invocation, cancellationToken) => RunAsync(invocation, invocation.Get(alarms), invocation.Get(comment), cancellationToken));
    }

    private static async Task<int> RunAsync(Invocation invocation, string[] references, string? comment, CancellationToken cancellationToken)
    {
        var access = invocation.Access();
        var now = await NowAsync(access, cancellationToken);
        await using var client = await HubLink.ConnectAsync(invocation, access, cancellationToken);
        List<AlarmCommandResult> results = [];
        foreach (var reference in references)
        {
            results.Add(now.Alarms.FirstOrDefault(alarm => string.Equals(alarm.Reference, reference, StringComparison.OrdinalIgnoreCase)) is { } alarm
                ? await client.AcknowledgeAlarmAsync(
                    new AcknowledgeAlarmRequest { Reference = alarm.Reference, Occurrence = alarm.Occurrence, Epoch = now.Epoch, Comment = comment }, cancellationToken)
                : Missing(reference));
        }

        invocation.Results.Document(results, () => TextTable.Of(
            results, ["alarm", "outcome", "problem"], one => [one.Reference, $"{one.Outcome}".ToLowerInvariant(), one.Code is null ? one.Message : $"{one.Code}: {one.Message}"]));
        return ExitCodes.Together([.. results.Select(ExitCodeOf)]);
    }

    private static async Task<AlarmsNow> NowAsync(GatewayAccess access, CancellationToken cancellationToken)
    {
        using var api = new HttpApi(access.Url, access.Token);
        return await api.GetAsync<AlarmsNow>("api/alarms", cancellationToken);
    }

    private static AlarmCommandResult Missing(string reference) => new()
    {
        Reference = reference,
        Outcome = AlarmOutcome.Refused,
        Code = $"{GatewayErrorCode.NotFound}",
        Message = "No such alarm stands. The names are those of: mxgateway alarms list",
    };

    private static int ExitCodeOf(AlarmCommandResult result) => result.Outcome switch
    {
        AlarmOutcome.Refused => Enum.TryParse<GatewayErrorCode>(result.Code, out var code) ? ExitCodes.Of(code) : ExitCodes.Refused,
        AlarmOutcome.Unknown => ExitCodes.TimedOut,
        _ => ExitCodes.Ok,
    };
}
