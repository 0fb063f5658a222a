using Gateway.Values;
using Gateway.Worker.Executors.Simulation;

namespace Gateway.Worker.Tests.Executors.Simulation;

public sealed class LoadGeneratorTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(7);

    [Theory]
    [InlineData(1, 60)]
    [InlineData(3, 60)]
    [InlineData(250, 10)]
    [InlineData(777, 10)]
    [InlineData(10_000, 5)]
    [InlineData(200_000, 2)]
    public void The_rate_is_kept_exactly_on_average(int rate, int seconds)
    {
        var rig = Start(rate, items: 16);
        Run(rig, TimeSpan.FromSeconds(seconds));
        Assert.InRange(rig.Events.Total, (rate * seconds) - Math.Max(1, rate / 100), (rate * seconds) + 1);
    }

    [Fact]
    public void Every_advised_item_has_its_turn()
    {
        var rig = Start(1000, items: 10);
        Run(rig, TimeSpan.FromSeconds(2));
        Assert.All(Enumerable.Range(1, 10), item => Assert.InRange(rig.Events.CountOf(item), 198, 201));
    }

    [Fact]
    public void Writing_the_rate_takes_effect_and_zero_stops()
    {
        var rig = Start(1, items: 4);
        rig.Write("Load.Rate", MxValue.FromInt32(5000));
        rig.Events.Clear();
        Run(rig, TimeSpan.FromSeconds(1));
        Assert.InRange(LoadEvents(rig, 4), 4900, 5010);
        rig.Write("Load.Rate", MxValue.FromInt32(0));
        rig.Events.Clear();
        Run(rig, TimeSpan.FromSeconds(1));
        Assert.Equal(0, LoadEvents(rig, 4));
    }

    [Fact]
    public void Unadvised_items_take_no_part()
    {
        var rig = Start(1000, items: 4);
        rig.Access.UnAdvise(rig.Server, 2);
        rig.Access.Suspend(rig.Server, 3, out _);
        rig.Events.Clear();
        Run(rig, TimeSpan.FromSeconds(1));
        Assert.Equal((0, 0), (rig.Events.CountOf(2), rig.Events.CountOf(3)));
        Assert.InRange(rig.Events.CountOf(1), 490, 505);
    }

    [Fact]
    public void Nothing_is_allocated_per_event()
    {
        var rig = Start(200_000, items: 100);
        Run(rig, TimeSpan.FromSeconds(1));
        rig.Events.Clear();
        var before = GC.GetAllocatedBytesForCurrentThread();

        // Between two scans, which do allocate; 80 ms have 16 slices.
        rig.Pass(TimeSpan.FromMilliseconds(80));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(rig.Events.Total, 15_000, 17_000);
        Assert.InRange(allocated, 0, 1024);
    }

    [Fact]
    public void Integers_and_floats_count_up()
    {
        var rig = Start(100, items: 2);
        Run(rig, TimeSpan.FromSeconds(1));
        Assert.Equal(VariantType.Int32, rig["Load.Item0001"].Value.Type);
        Assert.Equal(VariantType.Float, rig["Load.Item0002"].Value.Type);
        Assert.InRange(rig["Load.Item0001"].Number, 48, 51);
    }

    private static GalaxyRig Start(int rate, int items)
    {
        var rig = new GalaxyRig(new SimulatorOptions { Deterministic = true, LoadItems = items, LoadRate = rate });
        for (var number = 1; number <= items; number++)
        {
            rig.Advise($"Load.Item{number:D4}");
        }

        rig.Pass(rig.Galaxy.Options.FirstValueDelay);
        rig.Events.Clear();
        return rig;
    }

    /// <summary>The events without those of <c>Load.Rate</c> itself.</summary>
    private static int LoadEvents(GalaxyRig rig, int items) => Enumerable.Range(1, items).Sum(rig.Events.CountOf);

    /// <summary>Advances in steps that do not match the slices.</summary>
    private static void Run(GalaxyRig rig, TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += Step)
        {
            rig.Pass(TimeSpan.FromTicks(Math.Min(Step.Ticks, (time - passed).Ticks)));
        }
    }
}
