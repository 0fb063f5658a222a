using System.Collections.Concurrent;
using System.Diagnostics;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Protocol;
using Gateway.Web.Platform.Recorder;
using Gateway.Web.Platform.Telemetry;

namespace Gateway.Web.Sessions.Commands;

/// <summary>
/// Sends the commands of one session to the worker and matches its answers: correlation, deadlines, and a limit on unanswered commands.
/// A command without an answer is never reported as succeeded or failed.
/// </summary>
internal sealed class CommandDispatcher(CommandOptions options, CommandMetrics metrics, OccurrenceRing ring, TimeProvider time)
{
    private static readonly TimeSpan CancelTimeout = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<long, PendingCommand> _pending = new();
    private long _lastCorrelationId;
    private int _waiting;

    public int Pending => Volatile.Read(ref _waiting);

    /// <summary>Commands sent since the session began.</summary>
    public long Sent => Volatile.Read(ref _lastCorrelationId);

    /// <param name="command">The command.</param>
    /// <param name="worker">The channel to the worker.</param>
    /// <param name="span">The span that records the command; the worker records its own part too. Null records nothing.</param>
    /// <param name="cancellationToken">Ends the wait for the answer.</param>
    /// <exception cref="GatewayException">
    /// <c>InvalidArgument</c>, <c>TooManyPendingCommands</c>, <c>CommandTimedOut</c>, <c>CommandCanceled</c>, <c>OutcomeUnknown</c>, or what the worker refused with.
    /// </exception>
    public async Task<MxReply> DispatchAsync(
        MxCommand command, IFrameChannel worker, Activity? span, CancellationToken cancellationToken)
    {
        RequireWholeLists(command);
        var deadline = TimeSpan.FromMilliseconds(DeadlineOf(command));
        if (Interlocked.Increment(ref _waiting) > options.MaxPendingPerSession)
        {
            Interlocked.Decrement(ref _waiting);
            throw new GatewayException(
                GatewayErrorCode.TooManyPendingCommands, $"The session has {options.MaxPendingPerSession} unanswered commands, which is the limit; send fewer at once.", 250);
        }

        var begun = time.GetTimestamp();
        metrics.Begun();
        GatewayErrorCode? failure = null;
        try
        {
            return await SendAndWaitAsync(command, deadline, worker, span, cancellationToken);
        }
        catch (GatewayException error)
        {
            failure = error.Code;
            span.Fail(error.Code);
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
            var elapsed = time.GetElapsedTime(begun);
            metrics.Ended(command.Method, failure?.ToString() ?? "completed", elapsed);
            ring.Note(new Occurrence(OccurrenceKind.Command) { Word = EnumWord.Of(command.Method), Code = failure, A = (long)elapsed.TotalMicroseconds });
        }
    }

    /// <summary>Completes a command with its answer. An answer that nobody waits for any more is dropped.</summary>
    public void OnReply(ReplyFrame frame)
    {
        if (!_pending.TryRemove(frame.CorrelationId, out var waiting))
        {
            return;
        }

        if (waiting.Span is { } span && frame.Execution is { } execution)
        {
            GatewaySpans.RecordExecution(span, execution);
        }

        if (frame.Reply is { } reply)
        {
            waiting.Answer.TrySetResult(reply);
        }
        else
        {
            var code = Enum.TryParse<GatewayErrorCode>(frame.ErrorCode, out var known) && Enum.IsDefined(known) ? known : GatewayErrorCode.Internal;
            waiting.Answer.TrySetException(new GatewayException(code, frame.ErrorMessage ?? "The worker refused the command."));
        }
    }

    /// <summary>Fails the unanswered commands, because the worker is lost and their outcome is unknown.</summary>
    public void FailAll(string reason)
    {
        foreach (var correlationId in _pending.Keys)
        {
            if (_pending.TryRemove(correlationId, out var waiting))
            {
                waiting.Answer.TrySetException(new GatewayException(
                    GatewayErrorCode.OutcomeUnknown, $"The command was sent, but no answer came: {reason} Check its effect before repeating it."));
            }
        }
    }

    // A list from JSON may contain null although its element type does not allow it; the worker would treat such a frame as a protocol
    // error.
    private static void RequireWholeLists(MxCommand command)
    {
        RequireWhole(command, command.ItemDefinitions, "itemDefinitions");
        RequireWhole(command, command.Writes, "writes");
    }

    private static void RequireWhole<T>(MxCommand command, IReadOnlyList<T>? elements, string name)
        where T : class?
    {
        for (var i = 0; i < elements?.Count; i++)
        {
            if (elements[i] is null)
            {
                throw new GatewayException(GatewayErrorCode.InvalidArgument, $"{command.Method}: '{name}[{i}]' is null.");
            }
        }
    }

    private int DeadlineOf(MxCommand command) => command.TimeoutMs switch
    {
        null => options.DefaultTimeoutMs,
        >= 1 and var asked when asked <= options.MaxTimeoutMs => asked,
        var asked => throw new GatewayException(
            GatewayErrorCode.InvalidArgument, $"{command.Method}: 'timeoutMs' must be between 1 and {options.MaxTimeoutMs}, not {asked}."),
    };

    private async Task<MxReply> SendAndWaitAsync(
        MxCommand command, TimeSpan deadline, IFrameChannel worker, Activity? span, CancellationToken cancellationToken)
    {
        var correlationId = Interlocked.Increment(ref _lastCorrelationId);
        var waiting = new PendingCommand(span);
        _pending[correlationId] = waiting;
        using var timeout = new CancellationTokenSource(deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var frame = new CommandFrame
            {
                CorrelationId = correlationId,
                DeadlineMs = (int)deadline.TotalMilliseconds,
                Command = command,
                TraceParent = span is { Recorded: true } ? span.Id : null,
            };
            // The deadline also covers sending, because the worker may have stopped reading.
            await worker.SendAsync(FrameType.Command, frame, either.Token).AsTask().WaitAsync(either.Token);
            return await waiting.Answer.Task.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            await GiveUpAsync(correlationId, worker);
            throw new GatewayException(
                GatewayErrorCode.CommandTimedOut, $"{command.Method} was not answered within {deadline.TotalMilliseconds:F0} ms. The worker may still carry it out.");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await GiveUpAsync(correlationId, worker);
            throw new GatewayException(GatewayErrorCode.CommandCanceled, $"{command.Method} was canceled by its caller. The worker may still carry it out.");
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            throw new GatewayException(GatewayErrorCode.OutcomeUnknown, $"The worker was lost while {command.Method} was being sent. Check its effect before repeating it.");
        }
        finally
        {
            _pending.TryRemove(correlationId, out _);
        }
    }

    // Cancelling only saves work in the worker, so it is not awaited for long.
    private static async Task GiveUpAsync(long correlationId, IFrameChannel worker)
    {
        using var moment = new CancellationTokenSource(CancelTimeout);
        try
        {
            await worker.SendAsync(FrameType.Cancel, new CancelFrame { CorrelationId = correlationId }, moment.Token).AsTask().WaitAsync(moment.Token);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or GatewayException or OperationCanceledException)
        {
            // The worker has ended or does not read, so the command will not be carried out further.
        }
    }
}
