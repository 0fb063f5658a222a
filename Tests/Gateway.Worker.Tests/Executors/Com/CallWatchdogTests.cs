using Gateway.Worker.Executors.Com;
using Gateway.Worker.Executors.Com.Apartment;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Worker.Tests.Executors.Com;

public sealed class CallWatchdogTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly List<string> _hung = [];

    [Fact]
    public async Task A_call_becomes_suspect_and_then_hung_by_its_name_and_once()
    {
        var watch = new CallWatch(_clock);
        await using var watchdog = Make(watch);
        using var call = watch.Begin("Write");
        _clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Null(watchdog.Suspect);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(("Write", 6000), (watchdog.Suspect!.Method, watchdog.Suspect.RunningMs));
        Assert.Empty(_hung);
        _clock.Advance(TimeSpan.FromSeconds(56));
        _clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(["Write"], _hung);
    }

    [Fact]
    public async Task Calls_that_return_are_no_ones_business()
    {
        var watch = new CallWatch(_clock);
        await using var watchdog = Make(watch);
        for (var i = 0; i < 100; i++)
        {
            using (watch.Begin("Write"))
            {
                _clock.Advance(TimeSpan.FromSeconds(4));
            }
        }

        Assert.Null(watchdog.Suspect);
        Assert.Empty(_hung);
    }

    [Fact]
    public async Task A_call_within_a_callback_does_not_end_the_watch_of_the_outer_one()
    {
        var watch = new CallWatch(_clock);
        await using var watchdog = Make(watch);
        using var outer = watch.Begin("Advise");
        using (watch.Begin("UnAdvise"))
        {
        }

        _clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal("Advise", watchdog.Suspect!.Method);
    }

    [Fact]
    public async Task A_caller_that_gave_up_makes_its_call_suspect_and_no_later_one()
    {
        var watch = new CallWatch(_clock);
        await using var watchdog = Make(watch);
        using (watch.Begin("AddItem"))
        {
            watchdog.CallerGaveUp();
            Assert.Equal("AddItem", watchdog.Suspect!.Method);
        }

        using var next = watch.Begin("AddItem");
        Assert.Null(watchdog.Suspect);
    }

    private CallWatchdog Make(CallWatch watch) => new(watch, new ComOptions(), (method, _) => _hung.Add(method), _clock, NullLogger.Instance);
}
