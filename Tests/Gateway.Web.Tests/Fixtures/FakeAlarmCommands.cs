using System.Collections.Concurrent;
using Gateway.Contracts;
using Gateway.Web.Streams.Alarms;

namespace Gateway.Web.Tests.Fixtures;

/// <summary>Acknowledges odd occurrences, knows even ones as acknowledged already, and remembers who asked.</summary>
internal sealed class FakeAlarmCommands : IAlarmCommands
{
    public ConcurrentQueue<(string Subject, string Call)> Calls { get; } = new();

    public Task<AlarmCommandResult> AcknowledgeAsync(AcknowledgeAlarmRequest request, AlarmOperator by, CancellationToken cancellationToken) =>
        Task.FromResult(Acknowledge(new AlarmOccurrence { Reference = request.Reference, Occurrence = request.Occurrence }, request.Comment, by));

    public Task<IReadOnlyList<AlarmCommandResult>> AcknowledgeAsync(AcknowledgeAlarmsRequest request, AlarmOperator by, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<AlarmCommandResult>>([.. request.Alarms.Select(alarm => Acknowledge(alarm, request.Comment, by))]);

    public Task<AlarmCommandResult> ShelveAsync(ShelveAlarmRequest request, AlarmOperator by, CancellationToken cancellationToken)
    {
        Calls.Enqueue((by.Caller.Subject, $"{request.Reference} {request.Hours} {request.Reason}"));
        return Task.FromResult(new AlarmCommandResult { Reference = request.Reference, Outcome = request.Hours > 0 ? AlarmOutcome.Shelved : AlarmOutcome.Unshelved, Sequence = 7 });
    }

    private AlarmCommandResult Acknowledge(AlarmOccurrence alarm, string? comment, AlarmOperator by)
    {
        Calls.Enqueue((by.Caller.Subject, $"{alarm.Reference} {alarm.Occurrence} {comment}"));
        return alarm.Occurrence % 2 == 1
            ? new AlarmCommandResult { Reference = alarm.Reference, Outcome = AlarmOutcome.Acknowledged, Sequence = 7 }
            : new AlarmCommandResult { Reference = alarm.Reference, Outcome = AlarmOutcome.AlreadyAcknowledged };
    }
}
