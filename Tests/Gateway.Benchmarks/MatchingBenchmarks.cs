using BenchmarkDotNet.Attributes;
using Gateway.Contracts;
using Gateway.Protocol;
using Gateway.Web.Streams.Events;

namespace Gateway.Benchmarks;

/// <summary>
/// Hops 3 and 4 with filters: publishes a batch of 10 events, and each reader that the batch wakes reads it. 10 readers have filters
/// that pass 5 of the events, the other readers have filters that pass none. The filters of each group are either equal, or different
/// with the same effect.
/// </summary>
public class MatchingBenchmarks
{
    private const int Events = 10;
    private const int Items = 100;
    private const int Matching = 10;

    private readonly DistributionOptions _options = new() { MaxSubscriptionsPerSession = 10_000 };
    private EventDistributor _distributor = null!;
    private readonly List<int> _woken = [];
    private Subscription[] _readers = [];
    private long _next = 1;

    [Params(0, 990)]
    public int Others { get; set; }

    [Params(Filters.Equal, Filters.Different)]
    public Filters Asked { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _distributor = BenchmarkEvents.Distributor(_options);
        _distributor.Apply(new StateFrame
        {
            Items = [.. Enumerable.Range(1, Items).Select(item => new ItemInfo { ServerHandle = 1, ItemHandle = item, ItemDefinition = item % 2 == 0 ? $"Tank{item}.PV" : $"Valve{item}.PV" })],
        });
        _readers = [.. Enumerable.Range(0, Matching + Others).Select(i => Reader(i < Matching ? "Tank*" : "Pump*", i))];
        _next = 1;
    }

    [Benchmark]
    public int PublishAndTake()
    {
        _distributor.Publish(Batch.FromFrame(BenchmarkEvents.Frame(_next, Events), TimeProvider.System.GetTimestamp()));
        _next += Events;
        var events = 0;
        foreach (var woken in _woken)
        {
            while (_readers[woken].TryNext() is { } item)
            {
                events += (item as OutgoingEvents)?.Count ?? 0;
            }
        }

        _woken.Clear();
        return events == Matching * Events / 2 ? events : throw new InvalidOperationException($"{events} events came.");
    }

    private Subscription Reader(string reference, int number)
    {
        string[] references = Asked == Filters.Equal ? [reference] : [reference, $"Other{number}.*"];
        var reader = BenchmarkEvents.Subscribe(_distributor, _options, new StreamRequest { Filter = new StreamFilter { References = references } }, () => _woken.Add(number));
        reader.TryNext();
        return reader;
    }

    public enum Filters
    {
        Equal,
        Different,
    }
}
