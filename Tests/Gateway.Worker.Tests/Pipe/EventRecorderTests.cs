using Gateway.Events;
using Gateway.Threading;
using Gateway.Values;
using Gateway.Worker.Pipe;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Worker.Tests.Pipe;

public sealed class EventRecorderTests
{
    private readonly AsyncSignal _wake = new();
    private readonly EventRecorder _recorder;

    public EventRecorderTests()
    {
        var ring = new EventRing(10_000, 1_000_000);
        _recorder = new EventRecorder(ring, new LatestRows(), new ItemJournal(ring), _wake, new FakeTimeProvider());
    }

    [Fact]
    public void An_event_wakes_the_pipe_at_once()
    {
        Raise(1);
        Assert.True(WasWoken());
        Assert.False(WasWoken());
    }

    [Fact]
    public void A_run_of_events_wakes_the_pipe_once_when_it_is_over()
    {
        _recorder.Hold();
        Raise(10);
        Assert.False(WasWoken());

        _recorder.Release();
        Assert.True(WasWoken());
        Raise(1);
        Assert.True(WasWoken());
    }

    [Fact]
    public void A_long_run_is_not_kept_back()
    {
        _recorder.Hold();
        Raise(256);
        Assert.True(WasWoken());
    }

    [Fact]
    public void A_run_without_events_wakes_nobody()
    {
        _recorder.Hold();
        _recorder.Release();
        Assert.False(WasWoken());
    }

    private void Raise(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _recorder.OnDataChange(new DataChange(1, 1, MxValue.FromInt32(i), 192, null));
        }
    }

    // After a signal was set, the next wait completes at once. Without a signal the wait remains, so the test sets one to end it.
    private bool WasWoken()
    {
        var wait = _wake.WaitAsync();
        var woken = wait.IsCompleted;
        if (!woken)
        {
            _wake.Set();
        }

        wait.AsTask().GetAwaiter().GetResult();
        return woken;
    }
}
