using BenchmarkDotNet.Attributes;
using Gateway.Contracts;
using Gateway.Web.Streams.Events;

namespace Gateway.Benchmarks;

/// <summary>Hops 3 and 4: publishes a batch of 10 events, which every subscription reads.</summary>
public class PublishBenchmarks
{
    private const int Events = 10;

    private readonly DistributionOptions _options = new() { MaxSubscriptionsPerSession = 10_000 };
    private EventDistributor _distributor = null!;
    private Subscription[] _subscriptions = [];
    private long _next;

    [Params(1, 50, 1_000)]
    public int Subscribers { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _distributor = BenchmarkEvents.Distributor(_options);
        _subscriptions = [.. Enumerable.Range(0, Subscribers).Select(_ => BenchmarkEvents.Subscribe(_distributor, _options, new StreamRequest()))];
        _next = 1;
    }

    [Benchmark]
    public int PublishAndTake()
    {
        _distributor.Publish(Batch.FromFrame(BenchmarkEvents.Frame(_next, Events), TimeProvider.System.GetTimestamp()));
        _next += Events;
        var items = 0;
        foreach (var subscription in _subscriptions)
        {
            while (subscription.TryNext() is not null)
            {
                items++;
            }
        }

        return items;
    }
}
