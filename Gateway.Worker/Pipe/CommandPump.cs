using System.Collections.Concurrent;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Protocol;
using Gateway.Worker.Executors;
using Microsoft.Extensions.Logging;

namespace Gateway.Worker.Pipe;

/// <summary>
/// Passes commands to the executor in the order of the pipe and sends each answer when it is available. A command whose deadline
/// has passed is answered with <c>CommandTimedOut</c>; what it has already done is not undone.
/// </summary>
internal sealed class CommandPump(IExecutor executor, Func<WorkerInfo> describeWorker, Action<ReplyFrame> reply, TimeProvider time, ILogger logger)
{
    private readonly ConcurrentDictionary<long, CancellationTokenSource> _running = new();

    /// <summary>Starts the command and returns; the delegate gets the reply.</summary>
    public void Run(CommandFrame frame)
    {
        var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(Math.Max(frame.DeadlineMs, 1)), time);
        if (!_running.TryAdd(frame.CorrelationId, cancellation))
        {
            cancellation.Dispose();
            throw new ProtocolException("The gateway used a correlation id twice.");
        }

        // ExecuteAsync queues the command before it returns, so the order of execution is that of the pipe.
        _ = AnswerAsync(new TimedCommand(frame, time), ExecuteAsync(frame.Command, cancellation.Token), cancellation);
    }

    public void Cancel(long correlationId)
    {
        if (_running.TryGetValue(correlationId, out var cancellation))
        {
            try
            {
                cancellation.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The command was answered meanwhile.
            }
        }
    }

    /// <summary>Cancels all commands, because the connection has ended and no caller waits for them.</summary>
    public void CancelAll()
    {
        foreach (var correlationId in _running.Keys)
        {
            Cancel(correlationId);
        }
    }

    // The part up to the first await runs during the call; an exception is always in the task.
    private async Task<MxReply> ExecuteAsync(MxCommand command, CancellationToken cancellationToken) =>
        command.Method == MxMethod.GetWorkerInfo
            ? new MxReply { Method = command.Method, Worker = describeWorker() }
            : await executor.ExecuteAsync(command, cancellationToken);

    private async Task AnswerAsync(TimedCommand timed, Task<MxReply> running, CancellationTokenSource cancellation)
    {
        var frame = timed.Frame;
        try
        {
            var answer = await running;
            reply(new ReplyFrame { CorrelationId = frame.CorrelationId, Reply = answer, Execution = timed.Execution() });
        }
        catch (GatewayException error)
        {
            reply(Refusal(timed, error.Code, error.Message));
        }
        catch (OperationCanceledException)
        {
            reply(Refusal(timed, GatewayErrorCode.CommandTimedOut, $"{frame.Command.Method} was not answered within {frame.DeadlineMs} ms. It may still take effect."));
        }
        catch (Exception error) when (error is not ProtocolException)
        {
            CommandPumpLog.CommandFailed(logger, frame.Command.Method, error);
            reply(Refusal(timed, GatewayErrorCode.Internal, $"{frame.Command.Method} failed inside the worker; the worker's log has the reason."));
        }
        finally
        {
            _running.TryRemove(frame.CorrelationId, out _);
            cancellation.Dispose();
        }
    }

    private static ReplyFrame Refusal(TimedCommand timed, GatewayErrorCode code, string message) =>
        new() { CorrelationId = timed.Frame.CorrelationId, ErrorCode = code.ToString(), ErrorMessage = message, Execution = timed.Execution() };
}
