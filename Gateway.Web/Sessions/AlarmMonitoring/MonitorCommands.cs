using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Events;
using Gateway.Web.Sessions.Lifetime;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.AlarmMonitoring;

/// <summary>
/// Acknowledgements and shelvings in the monitor's session: one at a time per alarm. The outcome is what is seen of the alarm afterwards. Besides
/// <see cref="RunAsync"/> everything runs on the monitor's loop.
/// </summary>
internal sealed class MonitorCommands(MonitorRunFactory runs, IOptions<AlarmMonitorOptions> options, TimeProvider time)
{
    /// <summary>Commands that may wait for one alarm.</summary>
    private const int MostWaiting = 16;

    private const string BlindMessage = "The alarms are not being watched at the moment, so its effect could not be seen. Try again when the monitor is watching.";

    private const string UserMessage =
        $"Nothing was written, because the platform refused the log-in of the user of {AlarmMonitorOptions.Section}. Correct {nameof(AlarmMonitorOptions.User)} or {nameof(AlarmMonitorOptions.Password)}.";

    private readonly Dictionary<string, Queue<PendingAlarmCommand>> _pending = new(StringComparer.OrdinalIgnoreCase);
    private volatile MonitorRun? _run;

    /// <summary>Watches the alarms in a session and serves commands meanwhile. What is unanswered when the session is lost is unknown.</summary>
    public async Task ServeAsync(Session session, CancellationToken cancellationToken)
    {
        var run = await runs.CreateAsync(session, cancellationToken);
        run.Committed = OnCommitted;
        run.WriteCompleted = OnWriteCompleted;
        run.Ticked = OnTicked;
        _run = run;
        try
        {
            await run.RunAsync(cancellationToken);
        }
        finally
        {
            _run = null;
            foreach (var command in _pending.Values.SelectMany(queue => queue).ToArray())
            {
                command.Result.TrySetResult(command.Since == 0
                    ? Refused(command, GatewayErrorCode.WorkerUnavailable, BlindMessage)
                    : Unknown(command, "The monitor stopped watching after it was written, so its effect could not be seen. Watch the alarm."));
            }

            _pending.Clear();
        }
    }

    /// <summary>Any thread. Nothing was written when it is cancelled before the monitor has taken it.</summary>
    public async Task<AlarmCommandResult> RunAsync(PendingAlarmCommand command, CancellationToken cancellationToken)
    {
        if (_run is not { } run)
        {
            return Refused(command, GatewayErrorCode.WorkerUnavailable, BlindMessage);
        }

        run.Post(() => Enqueue(run, command));
        var limit = TimeSpan.FromSeconds(options.Value.AcknowledgeSeconds * (MostWaiting + 1));
        try
        {
            return await command.Result.Task.WaitAsync(limit, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // The run ended between the look at it and the post.
            return Unknown(command, "The monitor did not answer. Watch the alarm.");
        }
    }

    private void Enqueue(MonitorRun run, PendingAlarmCommand command)
    {
        if (!_pending.TryGetValue(command.Reference, out var queue))
        {
            _pending[command.Reference] = queue = new Queue<PendingAlarmCommand>();
        }

        if (queue.Count >= MostWaiting)
        {
            command.Result.TrySetResult(Refused(command, GatewayErrorCode.TooManyPendingCommands, $"{MostWaiting} commands wait for this alarm, which is the limit."));
            return;
        }

        queue.Enqueue(command);
        if (queue.Count == 1)
        {
            BeginNext(run, command.Reference, queue);
        }
    }

    // Begins the first command that is not decided at once.
    private void BeginNext(MonitorRun run, string reference, Queue<PendingAlarmCommand> queue)
    {
        while (queue.TryPeek(out var command))
        {
            if (Decide(run, command) is not { } result)
            {
                _ = WriteAsync(run, command);
                return;
            }

            queue.Dequeue();
            command.Result.TrySetResult(result);
        }

        _pending.Remove(reference);
    }

    private static AlarmCommandResult? Decide(MonitorRun run, PendingAlarmCommand command)
    {
        var alarm = run.Book.Find(command.Reference)?.Alarm;
        if (alarm is null)
        {
            return Refused(command, GatewayErrorCode.NotFound, "There is no such alarm.");
        }

        if (alarm.Condition == AlarmCondition.Unknown)
        {
            return Refused(command, GatewayErrorCode.WorkerUnavailable, "The alarm's condition is unknown at the moment, so nothing is written. Try again when it is known.");
        }

        if (command.Shelved is { } shelved && (alarm.Suppression == AlarmSuppression.Shelved) == shelved && !shelved)
        {
            return Done(command, AlarmOutcome.Unshelved, alarm.Sequence);
        }

        if (command.Occurrence is { } occurrence && DecideOccurrence(run, command, alarm, occurrence) is { } decided)
        {
            return decided;
        }

        if (run.Session.HandleOf(command.ItemReference) is not { } handle)
        {
            return Refused(command, GatewayErrorCode.Unsupported, $"The alarm has no item {command.ItemReference}.");
        }

        command.ItemHandle = handle;
        return null;
    }

    // An operator acknowledges what it has seen, and nothing that began meanwhile.
    private static AlarmCommandResult? DecideOccurrence(MonitorRun run, PendingAlarmCommand command, Alarm alarm, long occurrence)
    {
        if (command.Epoch is { } epoch && epoch != run.Book.Epoch)
        {
            return Refused(command, GatewayErrorCode.InvalidArgument, "The occurrence belongs to another epoch of the log; read the alarm again.");
        }

        if (alarm.Occurrence != occurrence)
        {
            return Refused(command, GatewayErrorCode.InvalidArgument, $"The alarm's occurrence is {alarm.Occurrence} by now, not {occurrence}; read the alarm again.");
        }

        return alarm.Acknowledged == true ? Done(command, AlarmOutcome.AlreadyAcknowledged, alarm.Sequence) : null;
    }

    private async Task WriteAsync(MonitorRun run, PendingAlarmCommand command)
    {
        command.Since = time.GetTimestamp();
        if (command.Occurrence is not null)
        {
            run.Book.Acknowledging(command.Reference, command.Subject);
        }

        try
        {
            if (!run.User.MayWrite)
            {
                await LogInAsync(run, command);
                return;
            }

            var reply = await run.Session.WriteAsync(command.ItemHandle, command.Text, run.User.Id, CancellationToken.None);
            if (reply.Hresult < 0)
            {
                run.Post(() => End(run, command, RefusedBy(reply, command, GatewayErrorCode.WorkerUnavailable, "The platform refused the write.")));
            }
        }
        catch (GatewayException error) when (error.Code is GatewayErrorCode.CommandTimedOut or GatewayErrorCode.OutcomeUnknown or GatewayErrorCode.CommandCanceled)
        {
            // It may have been written: what is seen decides.
        }
        catch (GatewayException error)
        {
            run.Post(() => End(run, command, Refused(command, error.Code, error.Message)));
        }
    }

    // The alarm may be another one after a log-in, so it is looked at again.
    private async Task LogInAsync(MonitorRun run, PendingAlarmCommand command)
    {
        var refusal = await run.User.LogInAsync(CancellationToken.None);
        run.Post(() =>
        {
            if (refusal is not null)
            {
                End(run, command, RefusedBy(refusal, command, GatewayErrorCode.Forbidden, UserMessage));
            }
            else if (First(command.Reference) == command)
            {
                BeginNext(run, command.Reference, _pending[command.Reference]);
            }
        });
    }

    private void OnCommitted(IReadOnlyList<AlarmTransition> transitions)
    {
        foreach (var transition in transitions)
        {
            if (_run is { } run && First(transition.Alarm.Reference) is { Since: > 0 } command && Seen(command, transition) is { } result)
            {
                End(run, command, result);
            }
        }
    }

    private static AlarmCommandResult? Seen(PendingAlarmCommand command, AlarmTransition transition) => command switch
    {
        { Occurrence: { } occurrence } when transition.Alarm.Occurrence != occurrence =>
            Unknown(command, "Another occurrence began before its effect was seen. Watch the alarm."),
        { Occurrence: not null } when transition.Alarm.Acknowledged == true => Done(command, AlarmOutcome.Acknowledged, transition.Sequence),
        { Shelved: true } when transition.Alarm.Suppression == AlarmSuppression.Shelved => Done(command, AlarmOutcome.Shelved, transition.Sequence),
        { Shelved: false } when transition.Alarm.Suppression != AlarmSuppression.Shelved => Done(command, AlarmOutcome.Unshelved, transition.Sequence),
        _ => null,
    };

    private void OnWriteCompleted(MxEvent completion)
    {
        var command = _pending.Values.Select(queue => queue.Peek()).FirstOrDefault(one => one.Since > 0 && one.ItemHandle == completion.ItemHandle);
        if (_run is { } run && command is not null && completion.Statuses.FirstOrDefault(status => status.Success == 0) is { } failure)
        {
            End(run, command, Refused(command, GatewayErrorCode.Forbidden, "The platform refused the write; its status says why.") with { Status = failure });
        }
    }

    private void OnTicked()
    {
        if (_run is not { } run)
        {
            return;
        }

        var late = _pending.Values.Select(queue => queue.Peek())
            .Where(command => command.Since > 0 && time.GetElapsedTime(command.Since).TotalSeconds >= options.Value.AcknowledgeSeconds).ToArray();
        foreach (var command in late)
        {
            End(run, command, Unknown(command, $"It was written, but no effect was seen within {options.Value.AcknowledgeSeconds} s. Watch the alarm."));
        }
    }

    private void End(MonitorRun run, PendingAlarmCommand command, AlarmCommandResult result)
    {
        if (First(command.Reference) != command)
        {
            return;
        }

        var queue = _pending[command.Reference];
        queue.Dequeue();
        run.Book.Acknowledging(command.Reference, null);
        command.Result.TrySetResult(result);
        BeginNext(run, command.Reference, queue);
    }

    private PendingAlarmCommand? First(string reference) => _pending.TryGetValue(reference, out var queue) && queue.TryPeek(out var command) ? command : null;

    private static AlarmCommandResult Done(PendingAlarmCommand command, AlarmOutcome outcome, long sequence) =>
        new() { Reference = command.Reference, Outcome = outcome, Sequence = sequence };

    private static AlarmCommandResult Unknown(PendingAlarmCommand command, string message) =>
        new() { Reference = command.Reference, Outcome = AlarmOutcome.Unknown, Code = nameof(GatewayErrorCode.OutcomeUnknown), Message = message };

    private static AlarmCommandResult RefusedBy(MxReply reply, PendingAlarmCommand command, GatewayErrorCode code, string message) =>
        Refused(command, code, $"{message} {reply.Diagnostic}".TrimEnd()) with { Hresult = reply.Hresult };

    private static AlarmCommandResult Refused(PendingAlarmCommand command, GatewayErrorCode code, string message) =>
        new() { Reference = command.Reference, Outcome = AlarmOutcome.Refused, Code = code.ToString(), Message = message };
}
