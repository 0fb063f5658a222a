using BenchmarkDotNet.Attributes;
using Gateway.Contracts;
using Gateway.Web.Streams.Events;

namespace Gateway.Benchmarks;

/// <summary>
/// The cost of an event must not depend on the number of sessions. One operation is 1 000 batches of 10 events, spread over the
/// sessions.
/// </summary>
public class MultiSessionBenchmarks
{
    private const int Batches = 1_000;
    private const int Events = 10;

    private readonly DistributionOptions _options = new() { HistoryEvents = 1_000 };
    private (EventDistributor Distributor, Subscription Reader)[] _sessions = [];
    private long[] _next = [];

    [Params(1, 100, 1_000)]
    public int Sessions { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _next = new long[Sessions];
        _sessions = [.. Enumerable.Range(0, Sessions).Select(_ =>
        {
            var distributor = BenchmarkEvents.Distributor(_options);
            return (distributor, BenchmarkEvents.Subscribe(distributor, _options, new StreamRequest()));
        })];
    }

    [Benchmark]
    public int PublishAndTake()
    {
        var items = 0;
        for (var i = 0; i < Batches; i++)
        {
            var session = i % Sessions;
            var (distributor, reader) = _sessions[session];
            distributor.Publish(Batch.FromFrame(BenchmarkEvents.Frame(_next[session] + 1, Events), TimeProvider.System.GetTimestamp()));
            _next[session] += Events;
            while (reader.TryNext() is not null)
            {
                items++;
            }
        }

        return items;
    }
}
