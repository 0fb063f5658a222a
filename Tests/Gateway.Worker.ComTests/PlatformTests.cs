using Gateway.Contracts;
using Gateway.Testing;
using Gateway.Values;
using Gateway.Worker.Executors.Com;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Worker.ComTests;

/// <summary>The platform dies while the component still looks alive.</summary>
public sealed class PlatformTests
{
    private static readonly ComOptions Probing = new()
    {
        ProbeItem = "Platform.ScanState",
        ProbeSilence = TimeSpan.FromMilliseconds(200),
        ProbeTimeout = TimeSpan.FromSeconds(5),
    };

    [Fact]
    public async Task After_the_platforms_death_reads_are_empty_and_bad_and_handles_stay_valid()
    {
        await using var rig = await SwitchRig.StartAsync(("PLATFORM_DEATH_MS", "0"));
        var change = await rig.FirstAsync(rig.Fixture.WritableFloat);
        Assert.Equal((MxValue.Empty, 0), (change.Value, change.Quality));
        Assert.Equal((MxStatusCategory.CommunicationError, 2), (change.Status.Category, change.Status.Detail));
        Assert.Equal(0, (await rig.Driver.ItemAsync(MxMethod.UnAdvise, rig.Server, change.ItemHandle)).Hresult);
        Assert.Null(rig.Fixture.Executor.Health.Platform);
    }

    [Fact]
    public async Task A_lost_platform_is_a_state_and_no_event()
    {
        await using var rig = await SwitchRig.StartAsync(Probing);
        var item = await rig.AdviseAndWaitAsync(rig.Fixture.WritableFloat);
        var life = await rig.AdviseAndWaitAsync("Fake.PlatformUp");
        await Eventually.Async(() => State(rig) == PlatformState.Alive, "a probe of the living platform");
        await rig.Driver.WriteAsync(rig.Server, life, MxValue.FromBoolean(false));
        await Eventually.Async(() => State(rig) == PlatformState.Lost, "the loss");
        await rig.Driver.WriteAsync(rig.Server, life, MxValue.FromBoolean(true));
        await Eventually.Async(() => State(rig) == PlatformState.Alive, "the return");
        Assert.Single(rig.Sink.Events, change => change.ItemHandle != life);
        Assert.Equal([item, life], (await rig.RunAsync(new MxCommand { Method = MxMethod.GetSessionState })).Session!.Items.Select(known => known.ItemHandle));
    }

    [Fact]
    public async Task Nobody_probes_while_values_come()
    {
        var time = new FakeTimeProvider();
        await using var rig = await SwitchRig.StartAsync(Probing with { ProbeSilence = TimeSpan.FromSeconds(2) }, time);
        var item = await rig.AdviseAndWaitAsync(rig.Fixture.Changing);
        var registrations = FakeCounters.Read().Registrations;
        for (var i = 0; i < 5; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1.5));
            // The first of the two may have arrived before the time passed.
            var before = rig.Sink.Of(item).Count;
            await rig.Driver.UntilAsync(() => rig.Sink.Of(item).Count >= before + 2, "values");
        }

        await rig.RunAsync(new MxCommand { Method = MxMethod.Ping });
        Assert.Equal(PlatformState.Unknown, State(rig));
        Assert.Equal(registrations, FakeCounters.Read().Registrations);
    }

    private static PlatformState State(SwitchRig rig) => rig.Fixture.Executor.Health.Platform!.State;
}
