using Gateway.Contracts;
using Gateway.Events;
using Gateway.Values;
using Gateway.Worker.Executors;
using Gateway.Worker.Executors.Com;
using Gateway.Worker.Executors.Com.Platform;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Worker.Tests.Executors.Com;

public sealed class PlatformWatchTests
{
    private static readonly ComOptions Options = new() { ProbeItem = "Platform.ScanState" };

    private readonly FakeTimeProvider _clock = new();
    private readonly RecordingSink _sink = new();
    private readonly ScriptedMxAccess _access = new();
    private readonly EventActivity _activity;
    private readonly MxCommandRunner _runner;
    private readonly PlatformWatch _watch;

    public PlatformWatchTests()
    {
        var tap = new EventTap(_sink);
        _activity = new EventActivity(tap, _clock);
        _runner = new MxCommandRunner(_access, tap, _clock);
        var probe = new PlatformProbe("Platform.ScanState", Options.ProbeTimeout, _access, _runner);
        _watch = new PlatformWatch(probe, Options.ProbeSilence, _activity, _clock, NullLogger.Instance);
    }

    [Fact]
    public void A_probe_that_is_answered_well_finds_the_platform_alive_and_leaves_no_trace()
    {
        Answer(192);
        Pass(60);
        Assert.Equal(PlatformState.Alive, _watch.Info.State);
        Assert.Equal(["Register Gateway probe", "AddItem Platform.ScanState", "Advise 1", "UnAdvise 1", "RemoveItem 1", "Unregister 1"], _access.Calls);
        Assert.Empty(_sink.Log);
    }

    [Fact]
    public void A_bad_answer_means_that_it_is_lost()
    {
        Answer(0);
        Pass(60);
        Assert.Equal(PlatformState.Lost, _watch.Info.State);
        Assert.Equal(_clock.GetUtcNow().UtcDateTime, _watch.Info.Since);
        Assert.Empty(_sink.Log);
    }

    [Fact]
    public void No_answer_means_that_it_is_lost_when_the_time_is_over()
    {
        Pass(60);
        Pass(14);
        Assert.Equal(PlatformState.Unknown, _watch.Info.State);
        Pass(2);
        Assert.Equal(PlatformState.Lost, _watch.Info.State);
    }

    [Fact]
    public void A_refused_registration_means_that_it_is_lost()
    {
        _access.OnAddItem = _ => Hresults.AccessDenied;
        Pass(60);
        Pass(0);
        Assert.Equal(PlatformState.Lost, _watch.Info.State);
    }

    [Fact]
    public void Good_values_put_the_probe_off_and_bad_ones_do_not()
    {
        for (var i = 0; i < 3; i++)
        {
            Pass(40);
            _activity.OnDataChange(new DataChange(1, 1, MxValue.FromInt32(i), 192, null));
        }

        Assert.Empty(_access.Calls);
        Pass(40);
        _activity.OnDataChange(new DataChange(1, 1, MxValue.Empty, 0, null));
        Pass(20);
        Assert.NotEmpty(_access.Calls);
    }

    private void Answer(int quality) => _access.OnAdvise = item =>
    {
        _activity.OnDataChange(new DataChange(1, item, MxValue.FromBoolean(true), quality, null));
        return Hresults.Ok;
    };

    private void Pass(int seconds)
    {
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        for (var i = 0; i < 3; i++)
        {
            _runner.Advance();
            _watch.Advance();
        }
    }
}
