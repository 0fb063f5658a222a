using System.Threading.Channels;
using Gateway.Contracts;
using Gateway.Errors;

namespace Gateway.Worker.Executors;

/// <summary>
/// The only thread of an executor. It takes commands from a bounded queue in order and between them does the work that is due.
/// The time comes from the <see cref="TimeProvider"/>, so that tests control the clock.
/// </summary>
internal sealed class ExecutorThread : IAsyncDisposable
{
    /// <summary>
    /// Number of commands that the queue holds; further callers wait until there is room. The gateway's limit for pending
    /// commands is far lower.
    /// </summary>
    private const int QueueCapacity = 1024;

    private readonly IExecutorWork _work;
    private readonly Action<Exception> _faulted;

    /// <summary>
    /// Wakes the thread when the clock is not the system's. With the system's clock the wait itself has a time-out.
    /// </summary>
    private readonly ITimer? _timer;
    private readonly AutoResetEvent _wake = new(false);
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<QueuedCommand> _queue = Channel.CreateBounded<QueuedCommand>(
        new BoundedChannelOptions(QueueCapacity) { SingleReader = true });

    private volatile ThreadEnd _end;
    private int _disposed;

    /// <param name="name">Name of the thread, for debuggers.</param>
    /// <param name="work">The work; only the thread uses it.</param>
    /// <param name="time">Clock and timer.</param>
    /// <param name="faulted">Called on the thread when the work has thrown; the thread then ends.</param>
    /// <param name="apartment">COM apartment of the thread; it has no effect outside Windows.</param>
    public ExecutorThread(
        string name, IExecutorWork work, TimeProvider time, Action<Exception> faulted, ApartmentState apartment = ApartmentState.Unknown)
    {
        _work = work;
        _faulted = faulted;

        // A timer costs two more thread switches per wake-up, which at 200 wake-ups a second took most of the processor time.
        _timer = time == TimeProvider.System
            ? null
            : time.CreateTimer(static state => ((AutoResetEvent)state!).Set(), _wake, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var thread = new Thread(Run) { Name = name, IsBackground = true };
        if (apartment != ApartmentState.Unknown && OperatingSystem.IsWindows())
        {
            thread.SetApartmentState(apartment);
        }

        thread.Start();
    }

    /// <summary>Completes when the work has begun and accepts commands; fails with the exception of the work's Begin.</summary>
    public Task Begun => _begun.Task;

    /// <summary>
    /// Queues a command and waits for its reply. Cancelling ends only the waiting; a queued command still runs.
    /// </summary>
    public async Task<MxReply> ExecuteAsync(MxCommand command, CancellationToken cancellationToken)
    {
        var queued = new QueuedCommand(command);
        try
        {
            await _queue.Writer.WriteAsync(queued, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw Ended();
        }

        Wake();
        return await queued.Reply.WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Lets the work tear down after the commands that are queued, and waits until the thread has ended. A second call is
    /// harmless.
    /// </summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        End(ThreadEnd.Orderly);
        return _ended.Task.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        End(ThreadEnd.AtOnce);
        await _ended.Task;
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            if (_timer is not null)
            {
                await _timer.DisposeAsync();
            }

            _wake.Dispose();
        }
    }

    private void End(ThreadEnd how)
    {
        if (_ended.Task.IsCompleted)
        {
            return;
        }

        _end = how;
        _queue.Writer.TryComplete();
        Wake();
    }

    private void Wake()
    {
        try
        {
            _wake.Set();
        }
        catch (ObjectDisposedException)
        {
            // Another thread has disposed the event meanwhile: the thread has ended and has answered all queued commands.
        }
    }

    private void Run()
    {
        if (!TryBegin())
        {
            Close();
            return;
        }

        try
        {
            while (_end != ThreadEnd.AtOnce)
            {
                // Read before the queue: commands that were queued before a stop must run, also when the queue was found empty just before them.
                var end = _end;
                _work.Advance();
                RunQueued();
                if (end != ThreadEnd.None)
                {
                    break;
                }

                WaitForWork();
            }

            if (_end == ThreadEnd.Orderly)
            {
                _work.Teardown();
            }
        }
        catch (Exception exception)
        {
            _faulted(exception);
        }
        finally
        {
            Close();
        }
    }

    /// <summary>A failure of Begin is reported to the caller that started the thread; it is not a fault.</summary>
    private bool TryBegin()
    {
        try
        {
            _work.Begin();
            _begun.SetResult();
            return true;
        }
        catch (Exception exception)
        {
            _begun.SetException(exception);
            return false;
        }
    }

    private void Close()
    {
        try
        {
            _work.End();
        }
        catch (Exception exception)
        {
            _faulted(exception);
        }

        _queue.Writer.TryComplete();
        while (_queue.Reader.TryRead(out var left))
        {
            left.Fail(Ended());
        }

        _ended.SetResult();
    }

    private void RunQueued()
    {
        while (_end != ThreadEnd.AtOnce && _queue.Reader.TryRead(out var queued))
        {
            // Work that was due before the command comes first, because the order of events must not depend on the arrival of
            // commands.
            _work.Advance();
            try
            {
                queued.Begin(_work.RunAsync(queued.Command));
            }
            catch (GatewayException refused)
            {
                queued.Fail(refused);
            }
            catch (Exception exception)
            {
                queued.Fail(exception);
                throw;
            }
        }
    }

    private void WaitForWork()
    {
        var until = _work.UntilNext;
        if (until <= TimeSpan.Zero)
        {
            return;
        }

        if (_timer is null)
        {
            _work.Wait(_wake, until);
            return;
        }

        _timer.Change(until ?? Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        // The clock may have moved between reading UntilNext and setting the timer; the timer would then be late by that much.
        if (_work.UntilNext is { } now && now <= TimeSpan.Zero)
        {
            return;
        }

        _work.Wait(_wake, null);
    }

    private static GatewayException Ended() =>
        new(GatewayErrorCode.WorkerUnavailable, "The executor has ended. Open a new session.");
}
