using Gateway.Testing;
using Gateway.Web.Sessions.Workers;
using Gateway.Web.Tests.Fixtures;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Web.Tests.Sessions.Workers;

public sealed class AdoptedProcessTests
{
    private static readonly ProcessIdentity Worker = new(100, "boot/1", "/opt/worker");

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(200);

    private readonly FakeProcessTable _processes = new() { Process = Worker };
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task Its_end_is_noticed()
    {
        using var process = await AdoptAsync();
        await PassAsync(TimeSpan.FromMinutes(1));
        Assert.False(process.Exited.IsCompleted);

        _processes.Process = null;
        await PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(AdoptedProcess.UnknownExitCode, await process.Exited.WithTimeout("the end"));
    }

    [Fact]
    public async Task While_it_cannot_be_looked_at_it_is_not_taken_for_ended()
    {
        _processes.Hidden = true;
        using var process = await AdoptAsync();
        await PassAsync(TimeSpan.FromHours(1));
        Assert.False(process.Exited.IsCompleted);

        (_processes.Hidden, _processes.Process) = (false, null);
        await PassAsync(TimeSpan.FromSeconds(1));
        await process.Exited.WithTimeout("the end");
    }

    [Fact]
    public async Task A_kill_that_could_not_see_it_is_made_up_for_when_it_is_seen()
    {
        _processes.Hidden = true;
        using var process = await AdoptAsync();
        process.Kill();
        Assert.Empty(_processes.Killed);

        await PassAsync(TimeSpan.FromSeconds(2));
        _processes.Hidden = false;
        await PassAsync(TimeSpan.FromSeconds(1));
        await process.Exited.WithTimeout("the end");
        Assert.Equal([Worker.ProcessId], _processes.Killed);
    }

    [Fact]
    public async Task Whoever_has_its_id_now_is_not_killed()
    {
        using var process = await AdoptAsync();
        _processes.Process = Worker with { Started = "boot/2" };
        process.Kill();
        await PassAsync(TimeSpan.FromSeconds(1));
        await process.Exited.WithTimeout("the end");
        Assert.Empty(_processes.Killed);
    }

    [Fact]
    public async Task One_that_stays_hidden_when_it_is_to_end_is_given_up_and_not_killed()
    {
        _processes.Hidden = true;
        using var process = await AdoptAsync();
        process.Kill();
        await PassAsync(TimeSpan.FromSeconds(3));
        Assert.False(process.Exited.IsCompleted);

        await PassAsync(TimeSpan.FromSeconds(3));
        await process.Exited.WithTimeout("the end of the wait");
        Assert.Empty(_processes.Killed);
    }

    // These run on threads without the synchronization context of the test, so that each check happens at its time while the
    // clock advances.
    private Task<AdoptedProcess> AdoptAsync() => Task.Run(() => new AdoptedProcess(Worker, _processes, _clock, NullLogger.Instance));

    private Task PassAsync(TimeSpan time) => Task.Run(() => _clock.AdvanceInSteps(time, LookInterval)).WithTimeout("the time to pass");
}
