using Gateway.Testing;
using Gateway.Worker.Pipe;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Worker.Tests.Pipe;

public sealed class PhoneHomeTests : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    private readonly FakeTimeProvider _clock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<TimeSpan> _calls = [];
    private readonly long _began;

    public PhoneHomeTests() => _began = _clock.GetTimestamp();

    [Fact]
    public void After_a_loss_it_calls_again_with_waits_that_double_up_to_a_bound_and_are_jittered()
    {
        var running = Run(maxAlone: TimeSpan.FromSeconds(30), call => call == 1 ? LinkEnd.Lost : LinkEnd.Unreachable);
        Advance(TimeSpan.FromSeconds(20));
        var waits = _calls.Zip(_calls.Skip(1), (a, b) => b - a).ToArray();
        for (var i = 0; i < waits.Length; i++)
        {
            var limit = Math.Min(PhoneHome.FirstWait.TotalMilliseconds * Math.Pow(2, Math.Min(i, 10)), PhoneHome.LongestWait.TotalMilliseconds);
            Assert.InRange(waits[i].TotalMilliseconds, limit / 2, limit + Step.TotalMilliseconds);
        }

        Assert.True(waits.Distinct().Count() > 5, "the waits are not jittered");
        Assert.False(running.IsCompleted);
    }

    [Fact]
    public async Task It_gives_up_when_no_gateway_took_it_back_for_its_time()
    {
        var running = Run(maxAlone: TimeSpan.FromSeconds(90), call => call == 1 ? LinkEnd.Lost : LinkEnd.Refused);
        Advance(TimeSpan.FromSeconds(89));
        Assert.False(running.IsCompleted);
        Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(LinkEnd.Lost, await running.WithTimeout("the end"));
    }

    [Fact]
    public async Task A_connection_in_between_starts_its_time_anew()
    {
        var running = Run(maxAlone: TimeSpan.FromSeconds(60), _ => _clock.GetElapsedTime(_began) is { TotalSeconds: > 40 and < 41 } ? LinkEnd.Lost : LinkEnd.Unreachable);
        Advance(TimeSpan.FromSeconds(99));
        Assert.False(running.IsCompleted);
        Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(LinkEnd.Lost, await running.WithTimeout("the end"));
    }

    [Fact]
    public async Task A_worker_that_was_never_taken_in_gives_up_after_a_minute()
    {
        var running = Run(maxAlone: TimeSpan.FromHours(1), _ => LinkEnd.Unreachable);
        Advance(TimeSpan.FromSeconds(59));
        Assert.False(running.IsCompleted);
        Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(LinkEnd.Lost, await running.WithTimeout("the end"));
    }

    [Fact]
    public async Task The_time_in_which_a_spare_worker_was_kept_waiting_does_not_count()
    {
        var running = Run(TimeSpan.FromHours(1), call =>
        {
            if (call == 1)
            {
                _clock.Advance(TimeSpan.FromHours(10));
            }

            return LinkEnd.Refused;
        });
        Assert.False(running.IsCompleted);
        Advance(TimeSpan.FromSeconds(59));
        Assert.False(running.IsCompleted);
        Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(LinkEnd.Lost, await running.WithTimeout("the end"));
    }

    [Fact]
    public async Task A_shutdown_ends_it()
    {
        var running = Run(TimeSpan.FromHours(1), call => call < 3 ? LinkEnd.Lost : LinkEnd.Shutdown);
        Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(LinkEnd.Shutdown, await running.WithTimeout("the end"));
        Assert.Equal(3, _calls.Count);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait()
    {
        var running = Run(TimeSpan.FromHours(1), _ => LinkEnd.Unreachable);
        await _stop.CancelAsync();
        await running.WithTimeout("the end");
    }

    public void Dispose() => _stop.Dispose();

    private Task<LinkEnd> Run(TimeSpan maxAlone, Func<int, LinkEnd> call)
    {
        var home = new PhoneHome(
            _ =>
            {
                _calls.Add(_clock.GetElapsedTime(_began));
                return Task.FromResult(call(_calls.Count));
            },
            maxAlone, new Random(TestScale.Seed), _clock, NullLogger.Instance);
        return WithoutContext(() => home.RunAsync(_stop.Token));
    }

    private void Advance(TimeSpan time) => WithoutContext(() =>
    {
        _clock.AdvanceInSteps(time, Step);
        return true;
    });

    // Without the test's synchronization context the loop continues during the clock's advance.
    private static T WithoutContext<T>(Func<T> act)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return act();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }
}
