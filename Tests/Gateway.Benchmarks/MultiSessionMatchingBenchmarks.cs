using BenchmarkDotNet.Attributes;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Sessions.MultiSession;
using Gateway.Web.Streams.Events;
using Gateway.Web.Tests.Sessions.MultiSession;

namespace Gateway.Benchmarks;

/// <summary>
/// Streams over many sessions: publishes a batch of 10 events to one session. The 10 streams that choose its tag read it, while
/// other streams choose other tags.
/// </summary>
public class MultiSessionMatchingBenchmarks
{
    private const int Events = 10;
    private const int Matching = 10;

    private Plant _plant = null!;
    private Session _session = null!;
    private MultiSessionStream[] _streams = [];
    private long _next = 1;

    [Params(0, 990)]
    public int Others { get; set; }

    /// <summary>Blocks, because the in-process toolchain does not await.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _plant = new Plant();
        _session = _plant.OpenAsync("a").GetAwaiter().GetResult();
        _streams = [.. Enumerable.Range(0, Matching + Others).Select(i => _plant.Start(i < Matching ? "a" : $"other-{i}"))];
        _next = 1;
        foreach (var stream in _streams)
        {
            Take(stream);
        }
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        Array.ForEach(_streams, _plant.Host.Streams.Close);
        _plant.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    /// <summary>Reads from the streams that the batch has woken; the others are not notified.</summary>
    [Benchmark]
    public int PublishAndTake()
    {
        _session.Distributor.Publish(Batch.FromFrame(BenchmarkEvents.Frame(_next, Events), 0));
        _next += Events;
        var events = 0;
        for (var i = 0; i < Matching; i++)
        {
            events += Take(_streams[i]);
        }

        return events == Matching * Events ? events : throw new InvalidOperationException($"{events} events came.");
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
