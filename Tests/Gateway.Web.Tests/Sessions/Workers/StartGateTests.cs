using System.Diagnostics.Metrics;
using Gateway.Testing;
using Gateway.Web.Sessions.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Web.Tests.Sessions.Workers;

public sealed class StartGateTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly StartGate _gate;

    public StartGateTests()
    {
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        _gate = new StartGate(Options.Create(new WorkerOptions { MaxConcurrentStarts = 2, StartStaggerMs = 100 }), new WorkerMetrics(meters), _clock);
    }

    [Fact]
    public async Task Starts_are_spaced()
    {
        await _gate.EnterAsync(CancellationToken.None).WithTimeout("the first");
        var second = _gate.EnterAsync(CancellationToken.None);
        _clock.Advance(TimeSpan.FromMilliseconds(99));
        Assert.False(second.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await second.WithTimeout("the second");
    }

    [Fact]
    public async Task No_more_start_at_once_than_allowed_and_a_place_comes_back()
    {
        await _gate.EnterAsync(CancellationToken.None).WithTimeout("the first");
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _gate.EnterAsync(CancellationToken.None).WithTimeout("the second");
        _clock.Advance(TimeSpan.FromSeconds(1));
        var third = _gate.EnterAsync(CancellationToken.None);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(third.IsCompleted);
        _gate.Leave();
        await third.WithTimeout("the third");
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_no_place()
    {
        await _gate.EnterAsync(CancellationToken.None).WithTimeout("the first");
        using var giveUp = new CancellationTokenSource();
        var second = _gate.EnterAsync(giveUp.Token);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second).WithTimeout("the second to give up");
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _gate.EnterAsync(CancellationToken.None).WithTimeout("the third");
    }

    public void Dispose() => _gate.Dispose();
}
