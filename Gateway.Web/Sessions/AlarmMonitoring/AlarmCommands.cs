using System.Globalization;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Streams.Alarms;
using Gateway.Web.Streams.Alarms.Reading;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.AlarmMonitoring;

/// <summary>
/// Acknowledges and shelves for callers: within their rights, with an entry of the audit trail for each alarm, whatever the outcome.
/// </summary>
internal sealed class AlarmCommands(MonitorCommands commands, AlarmReach reach, IAccessPolicy access, AlarmCommandTrail trail, IOptions<AlarmMonitorOptions> options) : IAlarmCommands
{
    /// <summary>Alarms of one call.</summary>
    public const int MostAlarms = 1_000;

    /// <summary>The platform stores no longer comment.</summary>
    private const int MaxText = 256;

    private const double MaxHours = 8_760;
    private const string Cut = "…";

    public async Task<AlarmCommandResult> AcknowledgeAsync(AcknowledgeAlarmRequest request, AlarmOperator by, CancellationToken cancellationToken)
    {
        CheckText(request.Comment, "comment");
        CheckReference(request.Reference);
        Demand(by.Caller);
        return await AcknowledgeAsync(new AlarmOccurrence { Reference = request.Reference, Occurrence = request.Occurrence }, request.Epoch, request.Comment, by, cancellationToken);
    }

    public async Task<IReadOnlyList<AlarmCommandResult>> AcknowledgeAsync(AcknowledgeAlarmsRequest request, AlarmOperator by, CancellationToken cancellationToken)
    {
        CheckText(request.Comment, "comment");
        Require(request.Alarms.Count is > 0 and <= MostAlarms, $"alarms must be 1 to {MostAlarms} alarms.");
        foreach (var alarm in request.Alarms)
        {
            Require(alarm is not null, "alarms must not have null elements.");
            CheckReference(alarm!.Reference);
        }

        Demand(by.Caller);
        return await Task.WhenAll(request.Alarms.Select(alarm => AcknowledgeAsync(alarm, request.Epoch, request.Comment, by, cancellationToken)));
    }

    public async Task<AlarmCommandResult> ShelveAsync(ShelveAlarmRequest request, AlarmOperator by, CancellationToken cancellationToken)
    {
        CheckText(request.Reason, "reason");
        CheckReference(request.Reference);
        Require(request.Reason?.Contains('"', StringComparison.Ordinal) != true, "reason must not have quotation marks.");
        Require(request.Hours is >= 0 and <= MaxHours, $"hours must be from 0 to {MaxHours}.");
        Demand(by.Caller);
        var command = new PendingAlarmCommand
        {
            Reference = request.Reference,
            Shelved = request.Hours > 0,
            Text = string.Create(CultureInfo.InvariantCulture, $"Duration={request.Hours}; Reason=\"{request.Reason}\";"),
            Subject = by.Caller.Subject,
        };
        return await RunAsync(command, request.Reason, by, cancellationToken);
    }

    private Task<AlarmCommandResult> AcknowledgeAsync(AlarmOccurrence alarm, string? epoch, string? comment, AlarmOperator by, CancellationToken cancellationToken)
    {
        var command = new PendingAlarmCommand
        {
            Reference = alarm.Reference,
            Occurrence = alarm.Occurrence,
            Epoch = epoch,
            Text = options.Value.SignComments ? Signed(by.Caller.Subject, comment) : comment ?? "",
            Subject = by.Caller.Subject,
        };
        return RunAsync(command, comment, by, cancellationToken);
    }

    private async Task<AlarmCommandResult> RunAsync(PendingAlarmCommand command, string? comment, AlarmOperator by, CancellationToken cancellationToken)
    {
        var result = MayWrite(by.Caller, command)
            ? await commands.RunAsync(command, cancellationToken)
            : new AlarmCommandResult
            {
                Reference = command.Reference,
                Outcome = AlarmOutcome.Refused,
                Code = nameof(GatewayErrorCode.Forbidden),
                Message = "The token does not allow this.",
            };
        trail.Record(command, comment, result, by);
        return result;
    }

    // An alarm that the caller does not see looks like one that it may not write.
    private bool MayWrite(Caller caller, PendingAlarmCommand command) =>
        reach.Sees(caller, command.Reference) && (caller.Writable?.Allow(command.ItemReference) ?? true);

    private void Demand(Caller caller) => access.Demand(caller, GatewayAction.AcknowledgeAlarm, reach.Session);

    private static string Signed(string subject, string? comment)
    {
        var text = $"{subject}: {comment}";
        return text.Length <= MaxText ? text : text[..(MaxText - Cut.Length)] + Cut;
    }

    private static void CheckReference(string reference) => Require(reference is { Length: > 0 and <= MaxText }, "reference must be that of an alarm.");

    private static void CheckText(string? text, string name) => Require(text is null or { Length: <= MaxText }, $"{name} must have at most {MaxText} characters.");

    private static void Require(bool holds, string rule)
    {
        if (!holds)
        {
            throw new GatewayException(GatewayErrorCode.InvalidArgument, $"The alarm cannot be changed: {rule}");
        }
    }
}
