using Gateway.Web.Sessions.MultiSession;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Tests.Sessions.MultiSession;

public sealed class MultiSessionCostTests
{
    private const int Matching = 10;
    private const int WarmUpBatches = 200;
    private const int MeasuredBatches = 500;
    private const int Events = 5;

    /// <summary>
    /// A session costs nothing for streams that do not choose it: a publish and its readers allocate the same, whatever other
    /// streams exist.
    /// </summary>
    [Fact]
    public async Task A_publish_costs_the_streams_that_choose_the_session_and_nothing_for_those_that_do_not()
    {
        var few = await MeasureAsync(others: 0);
        var many = await MeasureAsync(others: 990);

        Assert.InRange(few, 1, long.MaxValue);
        Assert.Equal(few, many);
    }

    /// <returns>
    /// The median of the bytes that were allocated by publishing a batch and reading it from the streams that were woken. It is
    /// the median because other work of the runtime is counted in a few batches.
    /// </returns>
    private static async Task<long> MeasureAsync(int others)
    {
        await using var plant = new Plant(("Gateway:Distribution:HistoryEvents", "500"));
        var session = await plant.OpenAsync("a");
        var streams = Enumerable.Range(0, Matching + others).Select(i => plant.Start(i < Matching ? "a" : $"other-{i}")).ToArray();
        Array.ForEach(streams, stream => Take(stream));
        Assert.Equal(Matching, session.Distributor.ExternalSubscriptions);
        var batches = Enumerable.Range(0, WarmUpBatches + MeasuredBatches).Select(i => plant.Batch((i * Events) + 1, Events)).ToArray();
        var allocated = new List<long>();
        var taken = 0;
        for (var i = 0; i < batches.Length; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            session.Distributor.Publish(batches[i]);
            for (var stream = 0; stream < Matching; stream++)
            {
                taken += Take(streams[stream]);
            }

            allocated.Add(GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(batches.Length * Events * Matching, taken);
        Assert.All(streams[Matching..], stream => Assert.Equal(0, Take(stream)));
        Array.ForEach(streams, plant.Host.Streams.Close);
        return allocated.Skip(WarmUpBatches).Order().ElementAt(MeasuredBatches / 2);
    }

    private static int Take(MultiSessionStream stream)
    {
        var events = 0;
        while (stream.TryNext() is { } item)
        {
            events += item is OutgoingMultiSessionItem { Item: OutgoingEvents some } ? some.Count : 0;
        }

        return events;
    }
}
