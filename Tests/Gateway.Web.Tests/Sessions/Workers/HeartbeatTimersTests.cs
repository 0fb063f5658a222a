using Gateway.Web.Sessions.Workers;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Web.Tests.Sessions.Workers;

public sealed class HeartbeatTimersTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly FakeTimeProvider _clock = new();
    private readonly HeartbeatTimers _timers;

    public HeartbeatTimersTests() => _timers = new HeartbeatTimers(Options.Create(new WorkerOptions { HeartbeatIntervalMs = (int)Interval.TotalMilliseconds }), _clock);

    [Fact]
    public void Every_worker_is_looked_at_once_in_an_interval_and_many_share_a_timer()
    {
        var looks = new int[3 * HeartbeatTimers.GroupSize];
        for (var i = 0; i < looks.Length; i++)
        {
            var worker = i;
            _timers.Start(() => looks[worker]++);
        }

        Assert.Equal(3, _timers.Running);
        for (var interval = 1; interval <= 3; interval++)
        {
            _clock.Advance(Interval);
            Assert.All(looks, count => Assert.Equal(interval, count));
        }
    }

    [Fact]
    public void A_worker_that_is_gone_is_not_looked_at_and_its_place_is_taken_by_the_next()
    {
        var (first, second, third) = (0, 0, 0);
        var gone = _timers.Start(() => first++);
        _timers.Start(() => second++);
        gone.Dispose();
        gone.Dispose();
        _timers.Start(() => third++);

        _clock.Advance(Interval);
        Assert.Equal((0, 1, 1), (first, second, third));
        Assert.Equal(1, _timers.Running);
    }

    [Fact]
    public void A_timer_without_workers_does_not_run()
    {
        var workers = Enumerable.Range(0, HeartbeatTimers.GroupSize + 1).Select(_ => _timers.Start(() => { })).ToArray();
        Assert.Equal(2, _timers.Running);
        workers[^1].Dispose();
        Assert.Equal(1, _timers.Running);
        Array.ForEach(workers, worker => worker.Dispose());
        Assert.Equal(0, _timers.Running);
    }

    [Fact]
    public void A_worker_may_leave_while_it_is_looked_at()
    {
        IDisposable? leaving = null;
        var others = 0;
        leaving = _timers.Start(() => leaving!.Dispose());
        _timers.Start(() => others++);

        _clock.Advance(Interval);
        _clock.Advance(Interval);
        Assert.Equal(2, others);
    }
}
