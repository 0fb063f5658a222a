using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;
using Gateway.Worker.Executors;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Worker.Tests.Executors;

public sealed class ExecutorThreadTests
{
    private static readonly MxCommand Ping = new() { Method = MxMethod.Ping };

    [Fact]
    public async Task Work_that_throws_ends_the_thread_and_is_reported()
    {
        var work = new FakeWork { Run = _ => throw new InvalidOperationException("broken") };
        var fault = new TaskCompletionSource<Exception>();
        await using var thread = new ExecutorThread("test", work, new FakeTimeProvider(), fault.SetResult);
        await Assert.ThrowsAsync<InvalidOperationException>(() => thread.ExecuteAsync(Ping, CancellationToken.None).WithTimeout("the failed command"));
        Assert.Equal("broken", (await fault.Task.WithTimeout("the fault")).Message);
        var refused = await Assert.ThrowsAsync<GatewayException>(() =>
            thread.ExecuteAsync(Ping, CancellationToken.None).WithTimeout("a command after the end"));
        Assert.Equal(GatewayErrorCode.WorkerUnavailable, refused.Code);
        await thread.StopAsync(CancellationToken.None).WithTimeout("the stop");
        Assert.False(work.WasTornDown);
    }

    [Fact]
    public async Task A_refusal_does_not_end_the_thread()
    {
        var work = new FakeWork { Run = _ => throw new GatewayException(GatewayErrorCode.InvalidArgument, "no") };
        await using var thread = Start(work);
        await Assert.ThrowsAsync<GatewayException>(() => thread.ExecuteAsync(Ping, CancellationToken.None).WithTimeout("the refused command"));
        work.Run = command => Task.FromResult(new MxReply { Method = command.Method });
        Assert.Equal(MxMethod.Ping, (await thread.ExecuteAsync(Ping, CancellationToken.None).WithTimeout("the next command")).Method);
    }

    [Fact]
    public async Task A_cancelled_caller_leaves_while_the_command_goes_on()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var release = new ManualResetEventSlim();
        var finished = 0;
        var work = new FakeWork
        {
            Run = command =>
            {
                entered.TrySetResult();
                Assert.True(release.Wait(TimeSpan.FromSeconds(90)), "The command was not released.");
                finished++;
                return Task.FromResult(new MxReply { Method = command.Method });
            },
        };
        await using var thread = Start(work);
        using var cancellation = new CancellationTokenSource();
        var first = thread.ExecuteAsync(Ping, cancellation.Token);
        await entered.Task.WithTimeout("the command's beginning");
        var second = thread.ExecuteAsync(Ping, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WithTimeout("the first caller's leaving"));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WithTimeout("the second caller's leaving"));
        release.Set();
        await thread.ExecuteAsync(Ping, CancellationToken.None).WithTimeout("a third command");
        Assert.Equal(3, finished);
    }

    [Fact]
    public async Task Stopping_runs_what_is_queued_and_tears_down()
    {
        var work = new FakeWork();
        await using var thread = Start(work);
        var commands = Enumerable.Range(0, 50).Select(_ => thread.ExecuteAsync(Ping, CancellationToken.None)).ToArray();
        await thread.StopAsync(CancellationToken.None).WithTimeout("the stop");
        await Task.WhenAll(commands).WithTimeout("the queued commands");
        Assert.True(work.WasTornDown);
    }

    [Fact]
    public async Task The_clock_wakes_the_thread_when_something_falls_due()
    {
        var clock = new FakeTimeProvider();
        var due = clock.GetTimestamp() + TimeSpan.TicksPerSecond;
        var woken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var work = new FakeWork();
        // What is due remains due until it has run: it may fall due before the thread has begun to wait.
        work.Until = () => woken.Task.IsCompleted ? null : TimeSpan.FromTicks(due - clock.GetTimestamp());
        work.Advanced = () =>
        {
            if (clock.GetTimestamp() >= due)
            {
                woken.TrySetResult();
            }
        };
        await using var thread = new ExecutorThread("test", work, clock, _ => { });
        await thread.ExecuteAsync(Ping, CancellationToken.None).WithTimeout("a round trip");
        clock.Advance(TimeSpan.FromSeconds(1));
        await woken.Task.WithTimeout("the waking by the clock");
    }

    private static ExecutorThread Start(FakeWork work) => new("test", work, new FakeTimeProvider(), _ => { });

    private sealed class FakeWork : IExecutorWork
    {
        public Func<MxCommand, Task<MxReply>> Run { get; set; } = command => Task.FromResult(new MxReply { Method = command.Method });

        public Func<TimeSpan?> Until { get; set; } = () => null;

        public Action Advanced { get; set; } = () => { };

        public bool WasTornDown { get; private set; }

        public TimeSpan? UntilNext => Until();

        public void Advance() => Advanced();

        public Task<MxReply> RunAsync(MxCommand command) => Run(command);

        public void Teardown() => WasTornDown = true;
    }
}
