using Gateway.Client.Internal;
using Gateway.Client.Tests.Fakes;
using Gateway.Contracts;

namespace Gateway.Client.Tests;

/// <summary>
/// Random servers, disconnections, duplicates, splits and holes. The message of a failure names the seed that repeats it.
/// </summary>
public sealed class PositionTrackerPropertyTests
{
    private const int Rounds = 400;
    private const int Count = 300;

    [Theory]
    [InlineData(SnapshotPolicy.None, false)]
    [InlineData(SnapshotPolicy.AfterGap, false)]
    [InlineData(SnapshotPolicy.None, true)]
    [InlineData(SnapshotPolicy.AfterGap, true)]
    public void Every_event_comes_exactly_once_in_order_or_is_announced_as_missing(SnapshotPolicy snapshot, bool makesHoles)
    {
        for (var seed = 1; seed <= Rounds; seed++)
        {
            var run = new Run(seed, snapshot, makesHoles);
            run.ReadToTheEnd();
            run.Check();
        }
    }

    [Theory]
    [InlineData(OverflowPolicy.Pause)]
    [InlineData(OverflowPolicy.Drop)]
    public async Task What_was_merged_and_dropped_is_counted_to_the_unit_over_any_number_of_drops(OverflowPolicy onOverflow)
    {
        for (var seed = 1; seed <= Rounds; seed++)
        {
            await new LaggedRun(seed, onOverflow).CheckAsync();
        }
    }

    private sealed class Run(int seed, SnapshotPolicy snapshot, bool makesHoles)
    {
        private readonly Random _random = new(seed);
        private readonly List<long> _received = [];
        private readonly HashSet<long> _announced = [];
        private long _end;
        private ModelServer? _server;
        private int _violations;

        public void ReadToTheEnd()
        {
            _server = new ModelServer(_random, Count, makesHoles);
            var request = new StreamRequest { ResumeAfter = 0, Epoch = Items.Epoch, Snapshot = snapshot };
            var tracker = new PositionTracker(request);
            for (var subscriptions = 0; _end < Count; subscriptions++)
            {
                Assert.True(subscriptions < 10_000, $"No progress. Seed {seed}.");
                tracker.Restart();
                ReadUntilDropped(tracker, _server.Subscribe(tracker.Continue(request)));
            }
        }

        public void Check()
        {
            Assert.True(_received.Zip(_received.Skip(1)).All(pair => pair.First < pair.Second), $"Not once and in order. Seed {seed}.");
            var silent = _server!.Visible.Except(_received).Except(_announced).ToList();
            Assert.True(silent.Count == 0, $"Missing without a gap: {string.Join(", ", silent)}. Seed {seed}.");
            Assert.True(_received.All(_server.Visible.Contains), $"Invented events. Seed {seed}.");
            Assert.True(makesHoles || _violations == 0, $"A violation seen where there was none. Seed {seed}.");
        }

        /// <summary>Does what the pump does, with a random limit of the buffer.</summary>
        private void ReadUntilDropped(PositionTracker tracker, IEnumerable<StreamItem> items)
        {
            foreach (var received in items)
            {
                var room = _random.Next(1, 20);
                var item = tracker.Fit(received, room);
                var before = tracker.Expected;
                var result = item is null ? TrackResult.Nothing : tracker.Accept(item);
                if (result.Broken is not null)
                {
                    _violations++;
                    return;
                }

                Note(result.Item, before);
                _end = Math.Max(_end, tracker.Position?.Sequence ?? 0);
                var cut = item is EventsItem part && received is EventsItem whole && part.Last < whole.Last;
                if (cut || _random.Next(8) == 0)
                {
                    return;
                }
            }
        }

        private void Note(StreamItem? item, long before)
        {
            switch (item)
            {
                case EventsItem events:
                    _received.AddRange(events.Events.Select(one => one.Sequence));
                    break;
                case GapItem gap:
                    Announce(before, gap.Oldest - 1);
                    break;
                case SnapshotItem taken:
                    Announce(before, taken.AsOf);
                    break;
            }
        }

        private void Announce(long after, long upTo)
        {
            for (var sequence = after + 1; sequence <= upTo; sequence++)
            {
                _announced.Add(sequence);
            }
        }
    }
}
