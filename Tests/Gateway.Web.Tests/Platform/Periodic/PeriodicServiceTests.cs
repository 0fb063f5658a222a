using Gateway.Testing;
using Gateway.Web.Platform.Periodic;
using Gateway.Web.Tests.Fixtures;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Web.Tests.Platform.Periodic;

public sealed class PeriodicServiceTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly TimerClock _clock = new();
    private readonly RecordingLogs _logs = new();

    public void Dispose() => _logs.Dispose();

    [Fact]
    public async Task A_turn_runs_at_each_interval_and_not_before()
    {
        using var service = await StartAsync(_ => Task.CompletedTask);
        Assert.Equal(0, service.Turns);
        await AdvanceToTurnAsync(service, 1);
        _clock.Advance(Interval / 2);
        Assert.Equal(1, service.Turns);
        await AdvanceToTurnAsync(service, 2);
        await StopAsync(service);
    }

    [Fact]
    public async Task The_first_turn_may_run_at_the_start()
    {
        using var service = await StartAsync(_ => Task.CompletedTask, runsAtStart: true);
        await Eventually.Async(() => service.Turns == 1, "the turn at the start");
        await AdvanceToTurnAsync(service, 2);
        await StopAsync(service);
    }

    [Fact]
    public async Task A_failed_turn_is_logged_and_does_not_end_the_service()
    {
        using var service = await StartAsync(turn => turn == 1 ? throw new InvalidOperationException("planted") : Task.CompletedTask);
        await AdvanceToTurnAsync(service, 3);
        var line = Assert.Single(_logs.Lines);
        Assert.Contains("Error", line, StringComparison.Ordinal);
        Assert.Contains("TestService has failed", line, StringComparison.Ordinal);
        Assert.Contains("planted", line, StringComparison.Ordinal);
        await StopAsync(service);
    }

    [Fact]
    public async Task A_turn_that_is_canceled_while_the_gateway_runs_has_failed_too()
    {
        using var service = await StartAsync(turn => turn == 1 ? throw new OperationCanceledException("planted") : Task.CompletedTask);
        await AdvanceToTurnAsync(service, 2);
        Assert.Single(_logs.Lines);
        await StopAsync(service);
    }

    [Fact]
    public async Task A_service_that_keeps_failing_is_logged_once_a_minute()
    {
        using var service = await StartAsync(_ => throw new InvalidOperationException("planted"));
        await AdvanceToTurnAsync(service, 1);
        await Eventually.Async(() => _logs.Lines.Count == 1, "the first line");
        await AdvanceToTurnAsync(service, 6);
        Assert.Single(_logs.Lines);
        _clock.Advance(Interval);
        await Eventually.Async(() => _logs.Lines.Count == 2, "the second line");
        await StopAsync(service);
    }

    [Fact]
    public async Task A_stop_ends_the_wait_and_a_running_turn_and_logs_nothing()
    {
        using var idle = await StartAsync(_ => Task.CompletedTask);
        await StopAsync(idle);
        using var busy = await StartAsync(_ => Task.CompletedTask, untilCanceled: true);
        await AdvanceToTurnAsync(busy, 1);
        await StopAsync(busy);
        Assert.Equal(1, busy.Turns);
        Assert.Empty(_logs.Lines);
    }

    private async Task<TestService> StartAsync(Func<int, Task> turn, bool runsAtStart = false, bool untilCanceled = false)
    {
        var service = new TestService(turn, runsAtStart, untilCanceled, _clock, _logs.CreateLogger("test"));
        await service.StartAsync(Patience.Token).WithTimeout("the start");
        await _clock.TimerSetAsync().WithTimeout("the timer to be set");
        return service;
    }

    private static async Task StopAsync(TestService service)
    {
        await service.StopAsync(CancellationToken.None).WithTimeout("the stop");
        Assert.True(service.ExecuteTask!.IsCompletedSuccessfully);
    }

    private async Task AdvanceToTurnAsync(TestService service, int turn)
    {
        while (service.Turns < turn)
        {
            var next = service.Turns + 1;
            _clock.Advance(Interval);
            await Eventually.Async(() => service.Turns == next, $"turn {next}");
        }
    }

    private sealed class TestService(Func<int, Task> turn, bool runsAtStart, bool untilCanceled, TimeProvider time, ILogger logger) : PeriodicService(time, logger)
    {
        private int _turns;

        public int Turns => Volatile.Read(ref _turns);

        protected override TimeSpan Interval => PeriodicServiceTests.Interval;

        protected override bool RunsAtStart => runsAtStart;

        public override async Task RunOnceAsync(CancellationToken cancellationToken)
        {
            await turn(Interlocked.Increment(ref _turns));
            if (untilCanceled)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, Time, cancellationToken);
            }
        }
    }

    /// <summary>A clock that tells when a timer is set: from then on it may be advanced.</summary>
    private sealed class TimerClock : FakeTimeProvider
    {
        private readonly SemaphoreSlim _set = new(0);

        public Task TimerSetAsync() => _set.WaitAsync(Patience.Token);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            _set.Release();
            return timer;
        }
    }
}
