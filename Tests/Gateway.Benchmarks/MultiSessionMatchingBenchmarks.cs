using BenchmarkDotNet.Attributes;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Sessions.MultiSession;
using Gateway.Web.Streams.Events;
using Gateway.Web.Tests.Sessions.MultiSession;

namespace Gateway.Benchmarks;

/// <summary>
/// Streams over many sessions: a batch of 10 events published to one session, and taken by the 10 streams that choose its tag, while
/// some others choose other tags.
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

    /// <summary>Waits, because the in-process toolchain does not.</summary>
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

    /// <summary>Takes of those whom the batch woke: the others are not told of it.</summary>
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
