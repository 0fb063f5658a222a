using Gateway.Client.Internal;
using Gateway.Client.Tests.Fakes;
using Gateway.Contracts;

namespace Gateway.Client.Tests;

/// <summary>
/// A conflating server that ends its windows at random and counts what it merged and dropped in each, whose stream breaks at any
/// item, and a reader with a small buffer that counts the events.
/// </summary>
internal sealed class LaggedRun
{
    private const int Count = 300;

    private readonly Random _random;
    private readonly EventBuffer _buffer;
    private readonly int _seed;
    private long _counted;
    private long _position;

    public LaggedRun(int seed, OverflowPolicy onOverflow)
    {
        _seed = seed;
        _random = new Random(seed);
        _buffer = new EventBuffer(new EventStreamOptions { ClientBufferEvents = _random.Next(1, 30), OnOverflow = onOverflow });
    }

    public async Task CheckAsync()
    {
        var request = new StreamRequest { ResumeAfter = 0, Epoch = Items.Epoch, Mode = StreamMode.Conflate };
        var tracker = new PositionTracker(request);
        for (var subscriptions = 0; (tracker.Position?.Sequence ?? 0) < Count; subscriptions++)
        {
            Assert.True(subscriptions < 10_000, $"No progress. Seed {_seed}.");
            tracker.Restart();
            foreach (var received in Serve(tracker.Continue(request).ResumeAfter!.Value))
            {
                if (!Take(tracker, received) || _random.Next(5) == 0)
                {
                    break;
                }

                await ReadAsync(_random.Next(0, 3));
            }

            await ReadAsync(int.MaxValue);
        }

        _buffer.Complete(null);
        while (await _buffer.TakeAsync(CancellationToken.None) is { } entry)
        {
            Note(entry.Item);
        }

        Assert.True(_counted == Count, $"{_counted} of {Count} accounted for. Seed {_seed}.");
    }

    /// <summary>Does what the pump does; false when it pauses.</summary>
    private bool Take(PositionTracker tracker, StreamItem received)
    {
        var room = _buffer.Room;
        if (room == 0)
        {
            return false;
        }

        if (tracker.Fit(received, room) is not { } item)
        {
            return true;
        }

        var before = tracker.Position;
        var result = tracker.Accept(item);
        Assert.True(result.Broken is null, $"{result.Broken} Seed {_seed}.");
        if (result.Lagged is { } lagged)
        {
            _buffer.Add(lagged, before);
        }

        if (result.Item is { } accepted)
        {
            _buffer.Add(accepted, tracker.Position);
        }

        return item is not EventsItem part || part.Last == ((EventsItem)received).Last;
    }

    private async Task ReadAsync(int items)
    {
        for (var i = 0; i < items && _buffer.Weight > 0; i++)
        {
            Note((await _buffer.TakeAsync(CancellationToken.None))!.Item);
        }
    }

    private void Note(StreamItem item)
    {
        switch (item)
        {
            case LaggedItem lagged:
                _counted += lagged.Conflated + lagged.Dropped;
                break;
            case EventsItem events:
                _counted += events.Events.Count;
                Assert.True(events.Last > _position, $"Span twice. Seed {_seed}.");
                _position = events.Last;
                break;
        }
    }

    private IEnumerable<StreamItem> Serve(long after)
    {
        yield return Items.Started(after);
        while (after < Count)
        {
            var last = Math.Min(after + _random.Next(1, 25), Count);
            var kept = Enumerable.Range((int)after + 1, (int)(last - after)).Where(_ => _random.Next(3) > 0).Select(n => (long)n).ToArray();
            var gone = last - after - kept.Length;
            if (gone > 0)
            {
                var dropped = _random.Next(0, (int)gone + 1);
                yield return new LaggedItem { Conflated = gone - dropped, Dropped = dropped };
            }

            yield return new EventsItem { First = after + 1, Last = last, Events = [.. kept.Select(Items.Event)] };
            after = last;
        }
    }
}
