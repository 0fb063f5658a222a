using Gateway.Client.Internal;
using Gateway.Client.Tests.Fakes;
using Gateway.Contracts;

namespace Gateway.Client.Tests;

/// <summary>Random plants, disconnections, gaps, lost logs and repeated transitions. The message of a failure names the seed that repeats it.</summary>
public sealed class AlarmTablePropertyTests
{
    private const int Rounds = 500;

    [Fact]
    public void The_table_equals_the_plant_whenever_the_reader_has_everything()
    {
        for (var seed = 1; seed <= Rounds; seed++)
        {
            Run(seed);
        }
    }

    private static void Run(int seed)
    {
        var random = new Random(seed);
        var plant = new AlarmPlant(random);
        var tracker = new AlarmTracker(new AlarmRequest());
        var table = new AlarmTable();
        var page = new Dictionary<string, Alarm>();
        for (var subscription = 0; subscription < 40; subscription++)
        {
            Change(plant, random);
            var cut = random.Next(3) == 0 ? random.Next(1, 8) : int.MaxValue;
            tracker.Restart();
            var items = plant.Subscribe((AlarmRequest)tracker.Request).Take(cut).ToArray();
            Array.ForEach(items, item => Take(tracker, table, item, seed));
            Draw(table, page);
            if (cut == int.MaxValue)
            {
                Check(table, plant, page, seed);
            }

            table.ConnectionLost();
            Assert.True(table.Stale, $"Not stale without a connection. Seed {seed}.");
        }
    }

    private static void Change(AlarmPlant plant, Random random)
    {
        for (var steps = random.Next(30); steps > 0; steps--)
        {
            plant.Step();
        }

        if (random.Next(5) == 0)
        {
            plant.Prune();
        }

        if (random.Next(12) == 0)
        {
            plant.LoseLog();
        }
    }

    private static void Take(AlarmTracker tracker, AlarmTable table, AlarmItem item, int seed)
    {
        if (tracker.Accept(item) is { } accepted)
        {
            table.Apply(accepted);
        }

        Assert.True(tracker.Broken is null, $"{tracker.Broken} Seed {seed}.");
    }

    // A page that looks only at what is different.
    private static void Draw(AlarmTable table, Dictionary<string, Alarm> page)
    {
        foreach (var reference in table.TakeChanges().References)
        {
            page.Remove(reference);
            if (table.Get(reference) is { } alarm)
            {
                page[reference] = alarm;
            }
        }
    }

    private static void Check(AlarmTable table, AlarmPlant plant, Dictionary<string, Alarm> page, int seed)
    {
        Assert.True(plant.Standing.SequenceEqual(table.Alarms.OrderBy(alarm => alarm.Reference, StringComparer.Ordinal)), $"Another table. Seed {seed}.");
        Assert.True(plant.Standing.SequenceEqual(page.Values.OrderBy(alarm => alarm.Reference, StringComparer.Ordinal)), $"Another page. Seed {seed}.");
        Assert.True(table is { AwaitingSnapshot: false, Stale: false } && table.Epoch == plant.Epoch, $"Not current. Seed {seed}.");
        var byState = new int[6];
        plant.Standing.ToList().ForEach(alarm => byState[(int)AlarmClassifier.Counted(alarm)]++);
        Assert.True(AlarmCounts.Of(byState) == table.Counts, $"Other counts. Seed {seed}.");
    }
}
