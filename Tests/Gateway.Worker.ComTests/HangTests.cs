using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;
using Gateway.Values;
using Gateway.Worker.Executors.Com;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Worker.ComTests;

/// <summary>Calls that do not return: the caller gets an answer that names the method, and the call is never aborted.</summary>
public sealed class HangTests
{
    private static readonly ComOptions Options = new() { SuspectAfter = TimeSpan.FromMilliseconds(300), HangTimeout = TimeSpan.FromSeconds(600) };

    [Fact]
    public async Task A_hanging_call_makes_the_worker_suspect_until_it_returns()
    {
        var time = new FakeTimeProvider();
        await using var rig = await SwitchRig.StartAsync(Options, time, ("HANG", "Suspend"));
        var item = await rig.AdviseAndWaitAsync(rig.Fixture.WritableFloat);
        using var deadline = new CancellationTokenSource();
        var hanging = rig.Fixture.Executor.ExecuteAsync(
            new MxCommand { Method = MxMethod.Suspend, ServerHandle = rig.Server, ItemHandle = item }, deadline.Token);
        await Eventually.Async(() => FakeCounters.Read().Hanging == 1, "the call");
        Assert.Null(rig.Fixture.Executor.Health.SuspectCall);
        time.Advance(Options.SuspectAfter + TimeSpan.FromMilliseconds(1));
        Assert.Equal("Suspend", rig.Fixture.Executor.Health.SuspectCall?.Method);
        await deadline.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging.WithTimeout("the answer to the caller"));
        var refused = await Assert.ThrowsAsync<GatewayException>(() => rig.RunAsync(new MxCommand { Method = MxMethod.Ping }));
        Assert.Equal(GatewayErrorCode.WorkerUnavailable, refused.Code);
        Assert.Contains("Suspend", refused.Message, StringComparison.Ordinal);

        // The call was not aborted: it returns and has its effect.
        FakeCounters.Release();
        await Eventually.Async(() => rig.Fixture.Executor.Health.SuspectCall is null, "the return of the call");
        var state = (await rig.RunAsync(new MxCommand { Method = MxMethod.GetSessionState })).Session!;
        Assert.True(Assert.Single(state.Items).Suspended);
    }

    [Fact]
    public async Task A_callers_deadline_makes_a_running_call_suspect_at_once()
    {
        var patient = Options with { SuspectAfter = TimeSpan.FromSeconds(100) };
        await using var rig = await SwitchRig.StartAsync(patient, ("HANG", "AddItem"));
        using var deadline = new CancellationTokenSource();
        var hanging = rig.Fixture.Executor.ExecuteAsync(
            new MxCommand { Method = MxMethod.AddItem, ServerHandle = rig.Server, ItemDefinition = "Plant.Crew[]" }, deadline.Token);
        await Eventually.Async(() => FakeCounters.Read().Hanging == 1, "the call");
        Assert.Null(rig.Fixture.Executor.Health.SuspectCall);
        await deadline.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging.WithTimeout("the deadline"));
        Assert.Equal("AddItem", rig.Fixture.Executor.Health.SuspectCall?.Method);
        FakeCounters.Release();
        await Eventually.Async(() => rig.Fixture.Executor.Health.SuspectCall is null, "the return of the call");
    }

    [Fact]
    public async Task A_call_that_hangs_for_too_long_is_a_fault_with_its_name()
    {
        var time = new FakeTimeProvider();
        await using var rig = await SwitchRig.StartAsync(Options, time, ("HANG", "Write"));
        var item = await rig.AdviseAndWaitAsync(rig.Fixture.WritableFloat);
        var write = rig.Driver.WriteAsync(rig.Server, item, MxValue.FromFloat(1));
        await Eventually.Async(() => FakeCounters.Read().Hanging == 1, "the call");
        time.Advance(Options.HangTimeout);
        Assert.Null(rig.Sink.Fault);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.StartsWith("ComCallHung: MXAccess has not returned from Write", rig.Sink.Fault, StringComparison.Ordinal);
        FakeCounters.Release();
        Assert.Equal(0, (await write.WithTimeout("the return of the call")).Hresult);
    }

    [Fact]
    public async Task Leaving_does_not_wait_for_a_call_that_hangs()
    {
        var switches = new Dictionary<string, string> { ["FAKELMX_HANG"] = "Unregister" };
        var fixture = await ComFixture.StartAsync(switches, Options);
        var driver = new Tests.Executors.ExecutorDriver(fixture);
        await driver.RegisterAsync();
        using var deadline = new CancellationTokenSource();
        var stopping = fixture.Executor.StopAsync(deadline.Token);
        await Eventually.Async(() => FakeCounters.Read().Hanging == 1, "the call");
        await deadline.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopping.WithTimeout("the end of the patience"));
        await fixture.Executor.DisposeAsync().AsTask().WithTimeout("leaving");
        Assert.Equal(1, FakeCounters.Read().Hanging);

        // Wait for the end, because the next test counts what exists.
        FakeCounters.Release();
        await Eventually.Async(() => FakeCounters.Read().Objects == 0, "the release of the component after all");
    }
}
